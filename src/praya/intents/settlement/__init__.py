"""Moving value: transfers, delivery versus payment, holds, mandates."""
