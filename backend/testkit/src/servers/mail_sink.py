"""A mail server that keeps what it gets: one line of JSON for each mail, in the file `mails` of its folder.

What a mail says is read by Python's own parser, which knows nothing of who wrote it.
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

SETUP = json.loads(sys.argv[1])


class Keep:
    async def handle_RCPT(self, server, session, envelope, address, options):
        # "says-550@…" gets that code, and like many servers' words these repeat the address.
        word, _, code = address.partition("@")[0].partition("-")
        if word == "says":
            return f"{code} {code[0]}.1.1 <{address}>: not today"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.SMTPUTF8)
        mail = {
            "hello": session.host_name,
            "user": session.auth_data,
            "encrypted": SETUP["tls"] == "at_once" or session.ssl is not None,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "options": envelope.mail_options,
            "headers": [[name, str(value)] for name, value in message.items()],
            "text": message.get_content(),
            "raw": envelope.content.decode("utf-8"),
        }
        with open("mails", "a", encoding="utf-8") as mails:
            mails.write(json.dumps(mail) + "\n")
        return "250 OK"


def authenticate(server, session, envelope, mechanism, login):
    given = [login.login.decode(), login.password.decode()]
    return AuthResult(success=given == SETUP["login"], handled=False, auth_data=given[0])


def connection():
    encrypted = SETUP["tls"] is not None
    return SMTP(
        Keep(),
        hostname="sink",
        enable_SMTPUTF8=SETUP["smtputf8"],
        tls_context=context() if SETUP["tls"] == "starttls" else None,
        require_starttls=SETUP["tls"] == "starttls",
        authenticator=authenticate,
        auth_required=SETUP["login"] is not None,
        # Its own view of TLS knows STARTTLS only.
        auth_require_tls=SETUP["tls"] == "starttls" and encrypted,
    )


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(SETUP["certificate"], SETUP["key"])
    return made


async def serve():
    at_once = context() if SETUP["tls"] == "at_once" else None
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", SETUP["port"], ssl=at_once)
    await server.serve_forever()


asyncio.run(serve())
