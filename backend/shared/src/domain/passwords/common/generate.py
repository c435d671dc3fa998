"""Prints common.txt: long passwords that many people would think of. Usage: generate.py passwords.json > common.txt

passwords.json is the list of common passwords, most frequent first, of the npm package @zxcvbn-ts/language-common
(MIT, see LICENSE-zxcvbn-ts.txt). Few of its entries reach our least length of 15 code points, so the rules below
stretch the frequent ones the way people do when a form asks for more characters.
"""

import json
import sys
import unicodedata

LEAST = 15
DIGITS = "1234567890"
ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm", DIGITS, "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn"]
COLUMNS = ["1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol"]
TAILS = ["123", "1234", "12345", "123456", "1234567", "12345678", "123456789", DIGITS, "123123", "123!", "1!", "1", "!"]
PHRASES = """
abcabcabcabcabc
adminadminadmin
administrator123
administratorpassword
changemechangeme
changemeplease
changethispassword
correct horse battery staple
correct-horse-battery-staple
correcthorsebatterystaple
default-password
defaultpassword
enteryourpassword
iamtheadministrator
idontknowmypassword
iforgotmypassword
iforgotthepassword
iloveyousomuch!
iloveyouverymuch
itsasecretpassword
letmein letmein
letmeinpleasenow
may the force be with you
maytheforcebewithyou
mypasswordispassword
mysecretpassword
mysupersecretpassword
nopasswordneeded
nopasswordrequired
password is password
passwordispassword
placeholderpassword
pleaseletmeinnow
pleasechangemenow
please change me
rootrootrootroot
secretpassword1
sesameopensesame
superadministrator
supersecretpassword
temporary-password
temporarypassword
testpasswordtest
testtesttesttest
the quick brown fox
thequickbrownfox
thequickbrownfoxjumpsoverthelazydog
this is a password
this is my password
thisisapassphrase
thisisapassword
thisismypassword
thisisverysecret
to be or not to be
tobeornottobe123
tobeornottobethatisthequestion
trustnoonetrustnoone
usernamepassword
welcome welcome
welcomewelcome1
whatismypassword
whatisthepassword
youshallnotpass
you shall not pass
"""


def stretched(word):
    """The word repeated until it is long enough, once more, and with the usual tails."""
    if len(word) < 3:
        return
    times = -(-LEAST // len(word))
    yield from (word * times, word * (times + 1))
    yield from (word + tail for tail in TAILS if len(word) >= 5)
    yield from (word * 2 + tail for tail in ["1", "12", "123", "1234", "!"])


def joined(words):
    """Two frequent words side by side, in the ways people join them."""
    for first in words:
        for second in ["password", "passwort", "iloveyou", "welcome", "admin", "qwerty", "letmein", "paseport"]:
            for glue in ["", "-", "_", " "]:
                yield from (first + glue + second, second + glue + first)


def runs():
    """Runs of digits, letters and years."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    for length in range(LEAST, 21):
        for ring in [DIGITS, alphabet]:
            for start in range(len(ring)):
                forth = "".join(ring[(start + step) % len(ring)] for step in range(length))
                yield from (forth, forth[::-1], ring[start] * length)
    for year in range(1950, 2041):
        yield str(year) * 4
        yield "".join(str(year + step) for step in range(4))
    yield from (alphabet, alphabet + DIGITS, DIGITS + alphabet)


def walks():
    """Ways over the keyboard: rows after each other, columns after each other, there and back."""
    for first in ROWS:
        yield from (first * 2, first + first[::-1], first + DIGITS, DIGITS + first)
        for second in ROWS:
            yield from (first + second, first[::-1] + second[::-1])
            yield from (first + second + third for third in ROWS)
    for start in range(len(COLUMNS)):
        for end in range(start + 3, len(COLUMNS) + 1):
            columns = COLUMNS[start:end]
            yield from ("".join(columns), "".join(column[::-1] for column in columns), "".join(columns)[::-1])
    pairs = "q1w2e3r4t5y6u7i8o9p0"
    for letters in [pairs, "1q2w3e4r5t6y7u8i9o0p", "qawsedrftgyhujikolp", "qazwsxedcrfvtgbyhnujm"]:
        yield from (letters[:length] for length in range(LEAST, len(letters) + 1))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        known = [str(word) for word in json.load(file)]
    frequent = known[:400]
    product = ["paseport", "paseto", "passport", "issuer", "dashboard"]
    entries = set(known) | set(runs()) | set(walks()) | set(PHRASES.splitlines()) | set(joined(known[:60] + product))
    for word in frequent + product:
        entries.update(stretched(word))
    entries = {unicodedata.normalize("NFC", entry.lower()) for entry in entries}
    sys.stdout.buffer.write("".join(f"{entry}\n" for entry in sorted(entries) if len(entry) >= LEAST).encode())


main()
