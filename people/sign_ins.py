"""Coming in and going out. The session's key changes whenever what it may do grows, so that none can be foisted."""

from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from people import access_log, second_factor
from people.models import AccessLog, SignIn, User

PASSWORDS = "django.contrib.auth.backends.ModelBackend"
TIME_FOR_SECOND_STEP = 10 * 60  # seconds


def sign_in(request: HttpRequest, user: User) -> bool:
    """Begin a session for somebody who gave the right password. True where it may be used at once.

    False where the second step is still to come: until then the session is nobody's.
    """
    # Whatever the session held was said by whoever had the browser before.
    request.session.flush()
    auth.login(request, user, backend=PASSWORDS)
    if second_factor.is_on(user):
        request.session.set_expiry(TIME_FOR_SECOND_STEP)
        return False
    _remember(request, user)
    return True


def complete(request: HttpRequest, user: User, device: second_factor.Device) -> None:
    """The second step was taken: from here on the session is the person's."""
    request.session.cycle_key()
    second_factor.mark(request, user, device)
    request.session.set_expiry(None)
    _remember(request, user)


def change_key(request: HttpRequest, user: User) -> None:
    """Give the session a new key, and keep it among the person's own."""
    request.session.cycle_key()
    keep_track(request, user)


def _remember(request: HttpRequest, user: User) -> None:
    keep_track(request, user)
    access_log.note(AccessLog.Event.SIGNED_IN, by=user, request=request)


def keep_track(request: HttpRequest, user: User) -> None:
    """List this session among the person's own; again after its key has changed."""
    request.session.save()
    SignIn.objects.update_or_create(
        session_id=request.session.session_key,
        defaults={
            "user": user,
            "ip": access_log.address_of(request),
            "user_agent": request.headers.get("User-Agent", "")[:300],
        },
    )


def sign_out(request: HttpRequest, user: User | None) -> None:
    if user is not None:
        access_log.note(AccessLog.Event.SIGNED_OUT, by=user, request=request)
    auth.logout(request)


def open_sessions(user: User) -> QuerySet[SignIn]:
    """Where the person is signed in now, latest first."""
    return SignIn.objects.filter(user=user, session__expire_date__gt=timezone.now())


def end(sign_in: SignIn, *, by: User, request: HttpRequest) -> None:
    """End one session, at once and everywhere."""
    _end([sign_in], by=by, request=request)


def end_others(user: User, *, by: User, request: HttpRequest) -> int:
    """End all of the person's sessions but the one that asks. Returns how many there were."""
    others = list(open_sessions(user).exclude(session=request.session.session_key))
    if others:
        _end(others, by=by, request=request)
    return len(others)


def _end(sign_ins: list[SignIn], *, by: User, request: HttpRequest) -> None:
    owner = sign_ins[0].user
    for one in sign_ins:
        # The store forgets its fast copy too; the row here goes with the session's.
        type(request.session)(one.session_id).delete()
    told = {"ended": [f"{one.ip or ''} {one.user_agent}".strip()[:120] for one in sign_ins]}
    access_log.note(AccessLog.Event.SESSIONS_ENDED, by=by, subject=owner, changes=told, request=request)


def purge() -> int:
    """Forget expired sessions, and with them their sign-ins. Returns how many rows went."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
