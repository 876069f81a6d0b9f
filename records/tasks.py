"""What the beat starts, every five seconds."""

from celery import shared_task

from records.sweep import retime_open_clocks, sweep


@shared_task(ignore_result=True)
def sweep_clocks() -> None:
    retime_open_clocks()
    sweep()
