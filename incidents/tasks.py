"""The worker's part: nothing here decides."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from incidents.learning import learn
from incidents.models import Lesson, Question

REST = timedelta(hours=1)  # a second beat's task comes within it
logger = logging.getLogger(__name__)


@shared_task
def learn_from_closed_incidents() -> None:
    """Each question anew, unless somebody else has just done so."""
    for question in Question:
        if Lesson.objects.filter(question=question, learned_at__gt=timezone.now() - REST).exists():
            continue
        lesson = learn(question)
        if lesson is None:
            logger.info("Too few closed incidents to learn about %s.", question)
        else:
            logger.info("Learned about %s from %s incidents.", question, lesson.learned_from)
