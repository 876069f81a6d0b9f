from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from people import access_log, second_factor
from people.accounts import system_user
from people.models import AccessLog, Role, User
from people.passwords import path_to_choose


class Command(BaseCommand):
    help = "Make an account an administrator, and print the way to choose its password. Also the way back in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="the person's name, for a new account")
        parser.add_argument(
            "--without-second-step",
            action="store_true",
            help="switch the second step off: the telephone is lost",
        )

    @transaction.atomic
    def handle(self, *args: Any, username: str, name: str, without_second_step: bool, **options: Any) -> None:
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            user = User(username=username, name=name or username)
            user.set_unusable_password()
            user.full_clean(exclude=["password"])
        user.is_active = True
        user.save()
        user.roles.add(Role.objects.get(slug="administrator"))
        console = system_user("console")
        if without_second_step:
            second_factor.switch_off(user, by=console)
        access_log.note(AccessLog.Event.PASSWORD_LINK_MADE, by=console, subject=user)
        self.stdout.write(
            f"Open this address of the service desk once, within three days: {path_to_choose(user)}"
        )
