"""Any Django form: label, help and error belong to their control for who cannot see that they do."""

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH

from people.models import Team
from tests.servicedesk.drawing import draw


class Reply(forms.Form):
    title = forms.CharField(help_text="One line.")
    channel = forms.ChoiceField(widget=forms.RadioSelect, choices=[("phone", "Phone"), ("web", "Web")])
    is_public = forms.BooleanField(required=False)
    note = forms.CharField(required=False, widget=forms.Textarea)

    def clean(self) -> None:
        self.add_error(None, "The two do not fit.")


def test_a_field_joins_label_help_and_error() -> None:
    drawn = draw("{% field form.title %}", form=Reply({}))
    assert '<label class="field-label" for="id_title">' in drawn
    assert 'aria-describedby="id_title_error id_title_help"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_title_error"' in drawn
    assert "This field is required." in drawn
    assert 'id="id_title_help">One line.' in drawn


def test_a_field_without_errors_does_not_speak_of_any() -> None:
    drawn = draw("{% field form.title %}", form=Reply())
    assert 'aria-describedby="id_title_help"' in drawn
    assert "aria-invalid" not in drawn
    assert "is-invalid" not in drawn


def test_a_group_of_choices_is_a_fieldset_and_each_choice_has_its_label() -> None:
    drawn = draw("{% field form.channel %}", form=Reply({"channel": "web"}))
    assert "<fieldset" in drawn
    assert 'for="id_channel_1"' in drawn
    assert drawn.count("form-check-input") == 2
    assert 'value="web" id="id_channel_1" class="form-check-input" required checked' in drawn


class Choice(forms.Form):
    colour = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("red", "Red")])
    size = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("m", "Middle")], required=False)
    team = forms.ModelChoiceField(Team.objects.none())


def test_an_empty_choice_is_asked_for_in_words_and_never_by_dashes() -> None:
    drawn = {name: draw("{% field field %}", field=Choice()[name]) for name in Choice.base_fields}
    assert '<option value="" selected>Choose one</option>' in drawn["colour"]
    assert '<option value="" selected></option>' in drawn["size"]
    assert '<option value="" selected>Choose one</option>' in drawn["team"]
    assert not any("---" in one for one in drawn.values())


def test_a_field_takes_attributes_of_the_page() -> None:
    drawn = draw("{% field form.note rows=2 hx_get='/hints/' %}", form=Reply())
    assert 'rows="2"' in drawn
    assert 'hx-get="/hints/"' in drawn


def test_what_was_typed_comes_back_escaped() -> None:
    drawn = draw("{% field form.title %}", form=Reply({"title": '"><script>alert(1)</script>'}))
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_a_whole_form_shows_its_own_errors_first() -> None:
    drawn = draw("{% form_fields form %}", form=Reply({"title": "x", "channel": "web"}))
    assert 'role="alert"' in drawn
    assert drawn.index("The two do not fit.") < drawn.index("id_title")


def test_two_forms_on_a_page_can_have_ids_of_their_own() -> None:
    drawn = draw('{% ids form "dialog_%s" %}{% field form.title %}', form=Reply({}))
    assert 'for="dialog_title"' in drawn
    assert 'aria-describedby="dialog_title_error dialog_title_help"' in drawn


def test_a_label_written_for_a_sentence_begins_one_above_its_control() -> None:
    class Found(forms.Form):
        what = forms.CharField(label="what was found")

    assert "What was found" in draw("{% field form.what %}", form=Found())
