#!/usr/bin/env python3
"""Comments that lie, by what a script can see: a function that is named in one, NAME(), is somewhere in the tree (or the
system's); the end of a comment of one line is not alone on the next; a source's first line says what belongs there.
Usage: check_comments.py [ROOT]. Prints file:line of each; exits 1 when there is one, or nothing to look at."""
import os
import re
import sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
# Functions of the system, of C and of libraries that comments speak of and no source calls by that name, and of scripts.
OTHERS = set('''EvtFormatMessage RtlIsNameInExpression fork exec vfork qsort strtok strtok_r sprintf sysconf getcwd utime alloca main
    setlocale strerror ConvertTo Get-WinEvent'''.split())
COMMENT = re.compile(r'/\*.*?\*/', re.S)
TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')
CALL = re.compile(r'(?<![\w.>-])([A-Za-z_]\w*)\(\)')
WORD = re.compile(r'[A-Za-z_]\w*')


def sources(folders):
    for folder in folders:
        for path, folders_in, files in os.walk(os.path.join(ROOT, folder)):
            folders_in.sort()
            for name in sorted(files):
                if name.endswith(('.c', '.h')):
                    yield os.path.join(path, name)


def names_something(word, known):
    """Whether code has it; "_read()" and "X_read()" stand for what ends so."""
    if word[0] == '_' or word.startswith('X_'):
        ending = word[word.index('_'):]
        return any(each.endswith(ending) for each in known)
    return word in known


def main():
    wrong = []
    texts = {}
    for path in sources(['src', 'include', 'tests']):
        with open(path, encoding='utf-8') as file:
            texts[os.path.relpath(path, ROOT)] = file.read()
    if not any(name.startswith('src' + os.sep) for name in texts):
        sys.exit('check_comments: no sources')
    known = set(OTHERS)
    for text in texts.values():
        known.update(WORD.findall(COMMENT.sub(' ', text)))
    # What a page calls is in its script.
    for folder, names, files in os.walk(os.path.join(ROOT, 'src')):
        for name in files:
            if name.endswith(('.js', '.mjs')):
                with open(os.path.join(folder, name), encoding='utf-8') as file:
                    known.update(WORD.findall(file.read()))
    for name, text in texts.items():
        def say(at, what):
            wrong.append('%s:%d: %s' % (name, text.count('\n', 0, at) + 1, what))
        if name.startswith(('src', 'include')) and not text.startswith('/*'):
            say(0, 'the first line does not say what belongs here ("See NAME.h." where that does)')
        blank = TEXT.sub(lambda m: '"' + '_' * (len(m.group()) - 2) + '"', text)
        for comment in COMMENT.finditer(blank):
            body = text[comment.start():comment.end()]
            lines = body.split('\n')
            if len(lines) == 2 and lines[1].strip() == '*/':
                say(comment.start(), 'the end of the comment is alone on the next line')
            for call in CALL.finditer(body):
                word = call.group(1)
                if not names_something(word, known):
                    say(comment.start() + call.start(), 'there is no %s()' % word)
    for line in wrong:
        print(line)
    if not wrong:
        print('%d sources, their comments name what is there' % len(texts))
    return 1 if wrong else 0


sys.exit(main())
