"""Writes the list of English words in Chinese sentences anew, after a sentence lost some.

A word that is not in the list, or stands in more sentences than before, is refused here, too: say
it in Chinese, or add the name to the list by hand. Run: python tests/gates/write_chinese_words.py
"""

import json

from chinese_text import LIST, allowed, counted, sentences


def main() -> None:
    """Lower the counts to what is there."""
    found, known = counted(chinese for _, _, chinese in sentences()), allowed()
    grown = sorted(word for word in found if found[word] > known.get(word, 0))
    if grown:
        raise SystemExit(f"more English than before: {', '.join(grown)}")
    LIST.write_text(json.dumps(dict(sorted(found.items())), indent=0) + "\n", encoding="utf-8")
    print(f"{len(found)} words")


if __name__ == "__main__":
    main()
