"""Reads messages from standard input, each after a line with its length, and tells what Python's
own parser makes of them: one line of JSON each. An opinion that shares no code with ours."""

import json
import sys
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses


def addresses(message, name):
    # By the older interface: the newer one keeps the space between encoded words of a name,
    # which RFC 2047 section 6.2 says to drop.
    fields = [v for k, v in message.raw_items() if k.lower() == name]
    return [[str(make_header(decode_header(n))), a] for n, a in getaddresses(fields)]


def told(message):
    bodies = {}
    attachments = []
    for part in message.walk():
        if part.is_multipart():
            continue
        if part.get_content_disposition() == "attachment":
            attachments.append(
                [part.get_filename(), part.get_content_type(), part.get_payload(decode=True).hex()]
            )
        else:
            octets = part.get_payload(decode=True)
            bodies[part.get_content_subtype()] = octets.decode(part.get_content_charset("ascii"))
    return {
        "subject": str(message["subject"]),
        "from": addresses(message, "from"),
        "to": addresses(message, "to"),
        "cc": addresses(message, "cc"),
        "inReplyTo": message["in-reply-to"],
        "references": (message["references"] or "").split(),
        "type": message.get_content_type(),
        "bodies": bodies,
        "attachments": attachments,
        "defects": [str(d) for part in message.walk() for d in part.defects],
        "headerDefects": [str(d) for v in message.values() for d in getattr(v, "defects", ())],
        "names": message.keys(),
    }


stream = sys.stdin.buffer
while length := stream.readline():
    message = message_from_bytes(stream.read(int(length)), policy=policy.default)
    print(json.dumps(told(message)))
