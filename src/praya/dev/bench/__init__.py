"""Measurements that anybody can repeat: what is measured, and what it is measured against."""
