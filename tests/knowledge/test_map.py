"""The life of an article, written out a second time."""

from knowledge.kind import ARTICLE

ALIVE = {"draft", "in_review", "published"}

LIFE = {
    "submit": ({"draft"}, "in_review"),
    "send_back": ({"in_review"}, "draft"),
    "publish": ({"in_review"}, "published"),
    "review_again": ({"published"}, "in_review"),
    "retire": (ALIVE, "retired"),
    "take_up": ({"retired"}, "draft"),
    "hand_over": (ALIVE, None),
}


def test_it_lives_as_the_domain_says() -> None:
    declared = {name: (set(step.source), step.target) for name, step in ARTICLE.steps.items()}
    assert declared == LIFE


def test_every_state_has_a_label_and_is_reached() -> None:
    reached = {ARTICLE.initial} | {target for _, target in LIFE.values() if target}
    assert reached == set(ARTICLE.states)
