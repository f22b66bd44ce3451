"""A small IMAP server for tests, on this machine only: folders in memory, one thread, and ways to break off."""

from __future__ import annotations

import re
import socketserver
import threading


class FakeMailbox:
    """Folders with mails; ``breaks_at`` names the command at which the connection is cut, once."""

    def __init__(self, *, capabilities: str = "IMAP4rev1 MOVE UIDPLUS ID") -> None:
        self.folders: dict[str, dict[int, bytes]] = {"INBOX": {}}
        self.deleted: set[tuple[str, int]] = set()
        self.capabilities, self.password = capabilities, "secret"
        self.breaks_at = ""
        self.asked: list[str] = []
        self.next_uid = 1

    def put(self, content: bytes, folder: str = "INBOX") -> int:
        uid, self.next_uid = self.next_uid, self.next_uid + 1
        self.folders.setdefault(folder, {})[uid] = content
        return uid


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        box, self.folder = self.server.box, ""
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, _, rest = line.decode("utf-8").rstrip("\r\n").partition(" ")
            command = rest.upper()
            box.asked.append(rest)
            if box.breaks_at and command.startswith(box.breaks_at):
                box.breaks_at = ""
                return
            if command == "LOGOUT":
                self.say("* BYE", f"{tag} OK")
                return
            self.answer(box, tag, rest)

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def answer(self, box: FakeMailbox, tag: str, rest: str) -> None:
        word, _, more = rest.partition(" ")
        if word.upper() == "UID":
            word, _, more = more.partition(" ")
        done = getattr(self, f"do_{word.lower()}")(box, more)
        self.say(f"{tag} {done or 'OK done'}")

    def do_capability(self, box, _more):
        self.say(f"* CAPABILITY {box.capabilities}")

    def do_login(self, box, more):
        return None if more.endswith(f'"{box.password}"') else "NO [AUTHENTICATIONFAILED] wrong"

    def do_authenticate(self, box, _more):
        import base64  # noqa: PLC0415

        self.say("+ ")
        told = base64.b64decode(self.rfile.readline()).decode().split("\0")
        return None if told[2] == box.password else "NO [AUTHENTICATIONFAILED] wrong"

    def do_id(self, _box, _more):
        self.say("* ID NIL")

    def do_select(self, box, more):
        self.folder = more.strip('"')
        if self.folder not in box.folders:
            return "NO no such folder"
        self.say(f"* {len(box.folders[self.folder])} EXISTS", "* OK [UIDVALIDITY 7] here")
        return "OK [READ-WRITE] done"

    def do_list(self, box, more):
        name = re.findall(r'"([^"]*)"', more)[-1]
        if name in box.folders:
            self.say(f'* LIST () "/" "{name}"')

    def do_create(self, box, more):
        box.folders[more.strip('"')] = {}

    def do_search(self, box, _more):
        there = [uid for uid in sorted(box.folders[self.folder]) if (self.folder, uid) not in box.deleted]
        self.say("* SEARCH " + " ".join(map(str, there)))

    def do_fetch(self, box, more):
        keys, _, items = more.partition(" ")
        for uid in map(int, keys.split(",")):
            content = box.folders[self.folder].get(uid)
            if content is None:
                continue
            shown = content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in items else content
            part = "HEADER" if "HEADER" in items else ""
            head = f"* 1 FETCH (UID {uid} RFC822.SIZE {len(content)} BODY[{part}] {{{len(shown)}}}\r\n"
            self.wfile.write(head.encode() + shown + b")\r\n")

    def do_copy(self, box, more):
        uid, _, folder = more.partition(" ")
        box.put(box.folders[self.folder][int(uid)], folder.strip('"'))

    def do_move(self, box, more):
        self.do_copy(box, more)
        del box.folders[self.folder][int(more.partition(" ")[0])]

    def do_store(self, box, more):
        box.deleted.add((self.folder, int(more.partition(" ")[0])))

    def do_expunge(self, box, more):
        box.folders[self.folder].pop(int(more), None)


class ImapServer(socketserver.ThreadingTCPServer):
    """Serves a fake mailbox on a free port of the loop-back address."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, box: FakeMailbox) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.box = box
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def end(self) -> None:
        self.shutdown()
        self.server_close()
        self.thread.join()
