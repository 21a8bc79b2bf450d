"""Stands for a Polaris that serves one realm, where no Polaris can be had, and judges each request by Polaris' own Python client.

usage: polaris_stand_in.py ROOT_ID ROOT_SECRET
Prints the port, serves until the standard input ends, and then prints the state of the realm as JSON.
A request must be one that the client of Polaris can send: the method, the path, and a body of which the client's model of the request reads
every part. The answers follow Polaris: it makes the first credentials of a principal itself, and takes a client id once.
"""

from __future__ import annotations

import inspect
import json
import re
import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from apache_polaris.sdk.management import models
from apache_polaris.sdk.management.api.polaris_default_api import PolarisDefaultApi
from pydantic import SecretStr

TOKENS = "/api/catalog/v1/oauth/tokens"
MANAGEMENT = "/api/management/v1"


def operations():
    """The requests that the client can send: method, pattern of the path, model of the body."""
    for name, operation in inspect.getmembers(PolarisDefaultApi, inspect.isfunction):
        found = re.fullmatch(r"_(\w+)_serialize", name)
        if found:
            source = inspect.getsource(operation)
            method = re.search(r"method='(\w+)'", source).group(1)
            path = re.search(r"resource_path='([^']+)'", source).group(1)
            parameters = str(inspect.signature(getattr(PolarisDefaultApi, found.group(1))).parameters)
            model = re.search(r"management\.models\.\w+\.(\w+Request)\b", parameters)
            pattern = re.compile(re.sub(r"\\?\{\w+\\?\}", "([^/]+)", path))
            yield method, pattern, getattr(models, model.group(1)) if model else None


OPERATIONS = list(operations())
UNKNOWN = object()


def plain(value):
    """A request as JSON, with the secrets that the client's models hide."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if inner is not None}
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def holds(read, body) -> bool:
    """Whether a model has read all of a body; it may add defaults."""
    if isinstance(body, dict):
        return isinstance(read, dict) and all(key in read and holds(read[key], inner) for key, inner in body.items())
    return read == body


class Realm:
    def __init__(self, root_id: str, root_secret: str):
        self.clients = {root_id: ("root", root_secret)}
        self.principals = {"root": []}
        self.tokens: dict[str, str] = {}
        self.catalogs: dict[str, dict[str, list]] = {}
        self.roles: dict[str, list] = {}
        self.refused: list[str] = []

    def token(self, form: dict[str, list[str]]):
        known, secret = self.clients.get(form["client_id"][0], (None, None))
        if known is None or secret != form["client_secret"][0]:
            return 401, {"error": "unauthorized_client"}
        token = secrets.token_hex(8)
        self.tokens[token] = known
        return 200, {"access_token": token, "token_type": "bearer", "expires_in": 3600}

    def manage(self, method: str, path: str, body: dict):
        match (method, *path.strip("/").split("/")):
            case ("POST", "catalogs"):
                return self.make(self.catalogs, body["catalog"]["name"], {})
            case ("POST", "principal-roles"):
                return self.make(self.roles, body["principalRole"]["name"], [])
            case ("POST", "catalogs", catalog, "catalog-roles"):
                return self.make(self.catalogs[catalog], body["catalogRole"]["name"], [])
            case ("PUT", "catalogs", catalog, "catalog-roles", role, "grants"):
                return self.add(self.catalogs[catalog][role], body["grant"]["privilege"])
            case ("PUT", "principal-roles", role, "catalog-roles", catalog):
                return self.add(self.roles[role], f"{catalog}/{body['catalogRole']['name']}")
            case ("POST", "principals"):
                name = body["principal"]["name"]
                client, secret = secrets.token_hex(8), secrets.token_hex(16)
                status, _ = self.make(self.principals, name, [])
                if status == 201:
                    self.clients[client] = (name, secret)
                return status, {"credentials": {"clientId": client, "clientSecret": secret}}
            case ("POST", "principals", name, "reset"):
                if body["clientId"] in self.clients:
                    return 409, {"error": {"message": f"Client ID already in use: {body['clientId']}"}}
                self.clients[body["clientId"]] = (name, body["clientSecret"])
                return 200, {"credentials": body}
            case ("DELETE", "principals", name):
                if name not in self.principals:
                    return 404, {}
                del self.principals[name]
                self.clients = {client: known for client, known in self.clients.items() if known[0] != name}
                return 204, {}
            case ("PUT", "principals", name, "principal-roles"):
                return self.add(self.principals[name], body["principalRole"]["name"])
        return 404, {}

    def make(self, things: dict, name: str, thing):
        if name in things:
            return 409, {"error": {"message": f"{name} already exists"}}
        things[name] = thing
        return 201, {}

    def add(self, things: list, thing: str):
        if thing not in things:
            things.append(thing)
        return 201, {}


class Handler(BaseHTTPRequestHandler):
    realm: Realm

    def answer(self, status: int, body: dict) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD" and status != 204:
            self.wfile.write(text)

    def serve(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if (self.command, self.path) == ("POST", TOKENS):
            return self.answer(*self.realm.token(parse_qs(text, strict_parsing=True)))
        principal = self.realm.tokens.get((self.headers.get("Authorization") or "").removeprefix("Bearer "))
        if principal != "root":
            return self.answer(403 if principal else 401, {})
        path = self.path.removeprefix(MANAGEMENT)
        body = json.loads(text or "{}")
        known = (model for method, pattern, model in OPERATIONS if method == self.command and pattern.fullmatch(path))
        model = next(known, UNKNOWN)
        read = None if model is UNKNOWN else plain(model.from_dict(body).to_dict()) if model else {}
        if not holds(read, body):
            self.realm.refused.append(f"{self.command} {self.path} {text}: the client of Polaris sends {read}")
            return self.answer(400, {})
        self.answer(*self.realm.manage(self.command, path, body))

    do_GET = do_POST = do_PUT = do_DELETE = serve

    def log_message(self, *_: object) -> None:
        pass


def main(root_id: str, root_secret: str) -> None:
    Handler.realm = realm = Realm(root_id, root_secret)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
    clients = {client: {"principal": name, "secret": secret} for client, (name, secret) in realm.clients.items()}
    facts = {"clients": clients, "principals": realm.principals, "roles": realm.roles, "catalogs": realm.catalogs}
    print(json.dumps({**facts, "refused": realm.refused}))


if __name__ == "__main__":
    main(*sys.argv[1:])
