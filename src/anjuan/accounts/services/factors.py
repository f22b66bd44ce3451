"""Second factors: adding, using and taking away."""

from __future__ import annotations

import hmac
import secrets

from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import RecoveryCode, SecondFactor, User
from anjuan.accounts.passkeys import Passkey, Question, log_in_answer, log_in_question, registration_question
from anjuan.accounts.rules import onetime
from anjuan.accounts.sealing import seal, unseal
from anjuan.accounts.selectors.signin import passkeys_of
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.errors import NotFoundError, UsageError


class WrongCodeError(UsageError):
    """A one-time code or a passkey's answer does not hold."""

    code = "ACC-021"


class NoFactorError(NotFoundError):
    """There is no such second factor of this person."""

    code = "ACC-022"


def _subject(user: User) -> str:
    return f"accounts.user:{user.pk}"


def handle_of(user: User) -> bytes:
    """Return the handle by which an authenticator knows a person: it tells nothing about them."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"passkey {user.pk}".encode(), "sha256")


def totp_secret() -> bytes:
    """Return a fresh secret for an authenticator app."""
    return secrets.token_bytes(onetime.SECRET_BYTES)


def totp_address(user: User, secret: bytes) -> str:
    """Return the address that an authenticator app reads from a QR code."""
    return onetime.totp_of(secret).get_provisioning_uri(user.username, "Anjuan")


@durable_transaction()
def totp_add(*, deed: Deed, user: User, secret: bytes, code: str) -> SecondFactor:
    """Keep the secret of an authenticator app, once the app has shown that it has it. A former app is replaced.

    Raises:
        WrongCodeError: The code is not the app's.

    """
    step = onetime.matching_step(secret, onetime.plain_code(code), seconds=deed.now.timestamp(), after=0)
    if step is None:
        raise WrongCodeError(
            "The code does not belong to this secret at this moment.",
            remedy="Check that the clock of the telephone is right, and type the code that it shows now.",
        )
    SecondFactor.objects.filter(user=user, kind=SecondFactor.Kind.TOTP).delete()
    factor = SecondFactor.objects.create(
        user=user, kind=SecondFactor.Kind.TOTP, sealed=seal(secret), counter=step, added_at=deed.now
    )
    journal_write(deed=deed, action="factor.add", subject=_subject(user), label=user.username, detail={"kind": "totp"})
    return factor


def passkey_question(*, user: User, host: str) -> Question:
    """Return what a browser is asked so that it makes a passkey."""
    return registration_question(host, handle_of(user), user.username, passkeys_of(user))


@durable_transaction()
def passkey_add(*, deed: Deed, user: User, passkey: Passkey, name: str) -> SecondFactor:
    """Keep a passkey that a browser made and whose answer was found to hold.

    Raises:
        WrongCodeError: Somebody has this passkey already.

    """
    if SecondFactor.objects.filter(credential=passkey.credential).exists():
        raise WrongCodeError("This passkey is known already.", remedy="Use another authenticator.")
    factor = SecondFactor.objects.create(
        user=user, kind=SecondFactor.Kind.PASSKEY, name=name[:80], sealed=passkey.public,
        credential=passkey.credential, counter=passkey.counter, added_at=deed.now,
    )  # fmt: skip
    detail = {"kind": "passkey", "name": factor.name}
    journal_write(deed=deed, action="factor.add", subject=_subject(user), label=user.username, detail=detail)
    return factor


@durable_transaction()
def factor_remove(*, deed: Deed, user: User, factor_id: int) -> None:
    """Take a second factor away; with the last one go the recovery codes.

    Raises:
        NoFactorError: The person has no such factor.

    """
    factor = SecondFactor.objects.filter(user=user, pk=factor_id).first()
    if factor is None:
        raise NoFactorError(f"{user.username} has no second factor {factor_id}.", remedy="Reload the page.")
    detail = {"kind": factor.kind, "name": factor.name}
    factor.delete()
    if not SecondFactor.objects.filter(user=user).exists():
        RecoveryCode.objects.filter(user=user).delete()
    journal_write(deed=deed, action="factor.remove", subject=_subject(user), label=user.username, detail=detail)


@durable_transaction()
def recovery_make(*, deed: Deed, user: User) -> list[str]:
    """Return new recovery codes; those before no longer count. They are shown once and kept as digests.

    Raises:
        NoFactorError: The person has no second factor that the codes could stand in for.

    """
    if not SecondFactor.objects.filter(user=user).exists():
        raise NoFactorError(f"{user.username} has no second factor.", remedy="Add one first.")
    codes = [
        "".join(secrets.choice(onetime.LETTERS) for _ in range(onetime.RECOVERY_LENGTH))
        for _ in range(onetime.RECOVERY_CODES)
    ]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=onetime.recovery_digest(user.pk, code), made_at=deed.now) for code in codes
    )
    journal_write(deed=deed, action="recovery.make", subject=_subject(user), label=user.username)
    return [onetime.recovery_shown(code) for code in codes]


@durable_transaction()
def code_use(*, deed: Deed, user: User, code: str) -> str:
    """Use up a code of the authenticator app or a recovery code; return which it was: ``totp`` or ``recovery``.

    Raises:
        WrongCodeError: It is neither, or was used before.

    """
    plain = onetime.plain_code(code)
    if plain.isdigit():
        if _totp_use(deed, user, plain):
            return "totp"
    elif RecoveryCode.objects.filter(user=user, used_at=None, digest=onetime.recovery_digest(user.pk, plain)).update(
        used_at=deed.now
    ):
        left = RecoveryCode.objects.filter(user=user, used_at=None).count()
        journal_write(
            deed=deed, action="recovery.use", subject=_subject(user), label=user.username, detail={"left": left}
        )
        return "recovery"
    raise WrongCodeError(
        "The code is wrong, was used before or is too old.",
        remedy="Wait for the next code of the app, or use a recovery code.",
    )


def _totp_use(deed: Deed, user: User, plain: str) -> bool:
    factor = SecondFactor.objects.select_for_update().filter(user=user, kind=SecondFactor.Kind.TOTP).first()
    if factor is None:
        return False
    step = onetime.matching_step(unseal(factor.sealed), plain, seconds=deed.now.timestamp(), after=factor.counter)
    if step is None:
        return False
    # Only who raises the step has used the code: of two requests with one code, one loses.
    changed = SecondFactor.objects.filter(pk=factor.pk, counter__lt=step).update(counter=step, used_at=deed.now)
    return changed == 1


def passkey_ask(*, user: User, host: str) -> Question | None:
    """Return what a browser is asked at log-in; None when the person has no passkey."""
    known = passkeys_of(user)
    return log_in_question(host, known) if known else None


@durable_transaction()
def passkey_use(*, deed: Deed, user: User, host: str, state: dict[str, object], answer: str) -> None:
    """Take a passkey's answer at log-in.

    Raises:
        WrongCodeError: The answer does not hold.

    """
    used = log_in_answer(host, state, passkeys_of(user), answer)
    changed = used and SecondFactor.objects.filter(user=user, credential=used.credential).filter(
        counter__lte=used.counter
    ).update(counter=used.counter, used_at=deed.now)
    if not changed:
        raise WrongCodeError("The answer of the passkey does not hold.", remedy="Try again with a passkey of yours.")
