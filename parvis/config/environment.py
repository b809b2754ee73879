"""Everything the operator may set, read once, checked at start."""

import os
import secrets
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Environment:
    """The settings of one installation. Each variable may also be given as NAME_FILE, a path to a file."""

    #: Address of the PostgreSQL (16 or later) to use. Empty: Parvis starts its own under PARVIS_VAR.
    DATABASE_URL: str = ""
    #: Address that reaches PostgreSQL itself, when DATABASE_URL is that of a pooler in transaction mode. Everything but the web
    #: processes' requests uses it: hearing changes, the worker, preparing, imports, backups.
    DATABASE_DIRECT_URL: str = ""
    #: Secret that signs sessions and encrypts single sign-on keys. Empty: one is made and kept under PARVIS_VAR.
    PARVIS_SECRET_KEY: str = ""
    #: Public address of this installation, without a final slash. Empty: the address it listens on.
    PARVIS_ADDRESS: str = ""
    #: Interface to listen on.
    PARVIS_HOST: str = "127.0.0.1"
    #: Port to listen on; when it is taken, the next free one is used and said.
    PARVIS_PORT: int = 8000
    #: Number of web processes. 0: one per core.
    PARVIS_WEB_PROCESSES: int = 0
    #: Folder for what the program keeps on disk (embedded database, secret, uploads).
    PARVIS_VAR: Path = ROOT / "var"
    #: Host names this installation answers to, separated by commas; `*` answers to any.
    PARVIS_ALLOWED_HOSTS: str = "localhost,127.0.0.1,[::1]"
    #: Whether X-Forwarded-For and X-Forwarded-Proto of a proxy in front are believed.
    PARVIS_TRUST_PROXY: bool = False
    #: Hosts of a private network that Parvis may ask (an identity server in the house), separated by commas: sso.intra:8443.
    PARVIS_TRUSTED_HOSTS: str = ""
    #: Address of the mail server (smtp://user:password@host:587). Empty: mails are written under PARVIS_VAR/mails.
    PARVIS_MAIL_URL: str = ""
    #: Sender of the mails.
    PARVIS_MAIL_FROM: str = "Parvis <parvis@localhost>"
    #: Token that a monitoring system gives (`Authorization: Bearer …`) to read /metrics. Empty: that address does not exist.
    PARVIS_METRICS_TOKEN: str = ""
    #: How the log is written: `plain` lines, or `json`, one object a line, with one for each request.
    PARVIS_LOG: str = "plain"
    #: Whether webhooks may call private addresses and plain http: machines of your own network. Never on a shared network.
    PARVIS_WEBHOOKS_PRIVATE: bool = False
    #: Shows errors with their detail. Never in production.
    PARVIS_DEBUG: bool = False
    #: Whether the demo newsroom is built in an empty database.
    PARVIS_DEMO: bool = True

    def __post_init__(self) -> None:
        if self.PARVIS_LOG not in ("plain", "json"):
            raise BadSetting(f"PARVIS_LOG: plain or json is expected, not {self.PARVIS_LOG!r}")

    @property
    def secret_key(self) -> str:
        """The given secret, or the one kept under PARVIS_VAR (made at first use, readable by its owner only)."""
        return self.PARVIS_SECRET_KEY or _kept_secret(self.PARVIS_VAR / "secret")


class BadSetting(Exception):
    """A variable of the environment cannot be read; the message names it and says what is expected."""


def read_environment(source: dict[str, str] | None = None) -> Environment:
    """Reads `source` (default: the process's environment). Raises BadSetting naming the variable."""
    given = dict(os.environ) if source is None else source
    values = {f.name: _read(f.name, f.type, given) for f in fields(Environment) if _is_given(f.name, given)}
    return Environment(**values)  # type: ignore[arg-type]  # each value was converted to its field's type


def _is_given(name: str, given: dict[str, str]) -> bool:
    return name in given or f"{name}_FILE" in given


def _read(name: str, kind: object, given: dict[str, str]) -> str | int | bool | Path:
    text = given[name] if name in given else _file_text(name, given[f"{name}_FILE"])
    if kind is int:
        return _whole_number(name, text)
    if kind is bool:
        return _yes_or_no(name, text)
    return Path(text).resolve() if kind is Path else text.strip()


def _file_text(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSetting(f"{name}_FILE: cannot read {path} ({error.strerror})") from error


def _whole_number(name: str, text: str) -> int:
    if not text.strip().isdigit():
        raise BadSetting(f"{name}: a whole number is expected, not {text!r}")
    return int(text)


def _yes_or_no(name: str, text: str) -> bool:
    answers = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False, "": False}
    if text.strip().lower() not in answers:
        raise BadSetting(f"{name}: yes or no is expected, not {text!r}")
    return answers[text.strip().lower()]


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8").strip()
