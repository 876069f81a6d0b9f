"""Papers as PDF: what they say is read back from the bytes."""

from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader

from servicedesk.pdf import Facts, Heading, NewPage, Table, Text, write_pdf

AT = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)


def written(*parts, language="en", title="Lightning protection", **more):
    content = write_pdf(parts, title=title, generated_at=AT, language=language, **more)
    return PdfReader(BytesIO(content))


def said(paper):
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def test_a_paper_says_everything_it_was_given():
    paper = written(
        Heading("Technical text"),
        Text("Earth the mast.\nUnplug the modem.\n\nThen wait."),
        Facts([("customer", "Harbour Freight")]),
        Table(["city", "sites"], [["Ningbo", 12]], right=(1,)),
        subtitle="version 2",
    )
    for words in ("Lightning protection", "version 2", "Technical text", "Earth the mast.", "Then wait.",
                  "Harbour Freight", "Ningbo", "12"):  # fmt: skip
        assert words in said(paper)
    assert paper.metadata.title == "Lightning protection"


def test_each_page_tells_its_number_of_how_many_and_when_the_paper_was_made():
    pages = written(Text("one"), NewPage(), Text("two")).pages
    assert ["Page 1 of 2" in pages[0].extract_text(), "Page 2 of 2" in pages[1].extract_text()] == [
        True,
        True,
    ]
    assert all("May 4, 2026" in page.extract_text() for page in pages)


def test_mark_up_in_a_text_is_printed_as_it_stands():
    paper = written(Text('<b>bold</b> & <img src="/etc/passwd"/> <para>'), Table(["<i>"], [["a<br/>b"]]))
    for words in ("<b>bold</b>", '& <img src="/etc/passwd"/> <para>', "<i>", "a<br/>b"):
        assert words in said(paper)


def test_a_table_repeats_its_head_on_every_page():
    pages = written(Table(["incident", "customer"], [[f"INC{row:07}", "Acme"] for row in range(120)])).pages
    assert len(pages) > 1
    assert all("incident" in page.extract_text() for page in pages)
    assert "INC0000119" in pages[-1].extract_text()


def test_a_long_table_begins_below_its_heading_and_leaves_no_empty_page():
    rows = [[str(number), "x"] for number in range(60)]
    pages = written(Text("\n\n".join(["line"] * 12)), Heading("Time line"), Table(["no", "what"], rows)).pages
    first = pages[0].extract_text()
    assert "Time line" in first
    assert "no what" in " ".join(first.split())


def test_a_heading_does_not_stand_alone_at_the_foot_of_a_page():
    for lines in range(20, 50):
        first = written(Text("\n".join(["line"] * lines)), Heading("Time line"), Text("then")).pages[0]
        assert ("Time line" in first.extract_text()) == ("then" in first.extract_text())


def test_a_row_longer_than_a_page_goes_on_on_the_next():
    paper = written(Table(["note"], [["word " * 4_000 + "end"]]))
    assert len(paper.pages) > 1
    assert said(paper).count("word") == 4_000
    assert said(paper).endswith("end " + said(paper).split("end ", 1)[1])


def test_a_chinese_paper_is_set_in_the_font_of_its_script():
    for language, text, font in (
        ("zh-hans", "雷雨季节前请检查设备接地。", "/STSong-Light"),
        ("zh-hant", "雷雨季節前請檢查設備接地。", "/MSung-Light"),
    ):
        paper = written(Text(text * 30), Facts([(text, "ADV0000001")]), language=language, title=text)
        assert text in "".join(page.extract_text() for page in paper.pages).replace("\n", "")
        fonts = {found["/BaseFont"] for found in paper.pages[0]["/Resources"]["/Font"].values()}
        assert any(font in name for name in fonts)
        assert "ADV0000001" in said(paper)


def test_chinese_in_an_english_paper_is_set_too():
    paper = written(Text("Customer 上海港务公司 in Shanghai – “urgent”"), title="上海 report")
    assert "上海港务公司" in said(paper)
    assert "“urgent”" in said(paper)
    assert "上海 report" in said(paper)


def test_signs_beyond_the_fonts_and_controls_do_no_harm():
    assert "a□b c" in said(written(Text("a\U0001f600b\x00\tc")))


def test_the_same_arguments_give_the_same_bytes():
    papers = {write_pdf([Text("a")], title="t", generated_at=AT, language="en") for _ in range(2)}
    assert len(papers) == 1


def test_an_empty_table_says_so():
    assert "Nothing here." in said(written(Table(["a", "b"], [])))
