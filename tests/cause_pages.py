"""Each cause as a page of Markdown: `sppwhy explain --format json CAUSE... | cause_pages.py RULES_FOLDER FOLDER`."""

import contextlib
import json
import sys


def conditions(path):
    """What the file says of when the cause is given and how sure it is: the lines from `judges` to `why`."""
    shown = []
    within = False
    with open(path, encoding="utf-8") as rule:
        for line in rule:
            word = line.lstrip(" -").split(":")[0]
            if line.startswith("confirm:") or line.startswith("samples:"):
                break
            if word in ("judges", "judgements", "refines", "fallback"):
                within = True
            if word == "why":
                within = False
            if within:
                shown.append(line.rstrip())
    return shown


def text(value):
    return value.replace("<", "&lt;").replace(">", "&gt;").replace("|", "\\|").replace("*", "\\*")


def put_list(title, items, numbered=False):
    if items:
        print(f"\n## {title}\n")
    for number, item in enumerate(items, 1):
        print(f"{number}. {text(item)}" if numbered else f"- {text(item)}")


def put_page(page, rule):
    print(f"# {page['cause']}: {text(page['title'])}\n")
    print("Made by `tests/update.sh` from the rule; do not edit. "
          f"Level: {page['level']}. Judges: {page['judges']}. Rule: [{page['cause']}.yaml](../../rules/{page['cause']}.yaml)\n")
    for why in page["why"]:
        print(text(why) + "\n")
    print("## When\n\n```yaml")
    print("\n".join(conditions(rule)))
    print("```")
    put_list("Check by hand", page["confirm"])
    put_list("Fix", page["fix"], numbered=True)
    put_list("False alarms", page["false_alarms"])
    put_list("Given for", page["given_for"])
    put_list("Not given for", page["not_for"])
    put_list("Codes that speak for it", page["codes"])
    for title, others in (("Refines", page["refines"]), ("Refined by", page["refined_by"])):
        if others:
            print(f"\n## {title}\n\n" + ", ".join(f"[{other}]({other}.md)" for other in others))
    put_list("References", page["references"])



def main():
    rules, folder = sys.argv[1:]
    for page in json.load(sys.stdin)["explanations"]:
        with open(f"{folder}/{page['cause']}.md", "w", encoding="utf-8") as out, contextlib.redirect_stdout(out):
            put_page(page, f"{rules}/{page['cause']}.yaml")


main()
