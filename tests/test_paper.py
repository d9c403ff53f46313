from docx import Document
from docx.oxml.ns import qn

from workbench.paper import (
    BOX,
    new_page,
    new_paper,
    write_blanks,
    write_boxes,
    write_heading,
    write_table,
    write_text,
    write_title,
)


def reopened(paper, tmp_path):
    paper.save(tmp_path / "sheet.docx")
    return Document(tmp_path / "sheet.docx")


def test_a_table_goes_on_over_the_page_with_its_header_and_cuts_no_row(tmp_path):
    paper = new_paper(language="it", title="Prova", landscape=True)
    write_table(paper, ["n.", "criterio", "d’accordo?"], [["1", "un posto", BOX]] * 60, widths=[1, 8, 2], height=12)
    table = reopened(paper, tmp_path).tables[0]
    assert len(table.rows) == 61
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows[:2]] == [True, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    section = paper.sections[0]
    usable = section.page_width - section.left_margin - section.right_margin
    assert abs(sum(cell.width for cell in table.rows[0].cells) - usable) < 2000  # a few thousandths of a millimetre
    assert round(table.rows[1].height.mm, 1) == 12


def test_what_is_known_is_printed_and_what_is_not_can_be_written(tmp_path):
    paper = new_paper(language="fr", title="Essai", footer="Exemple construit", page="page {page} sur {pages}")
    write_title(paper, "Titre")
    write_heading(paper, "Thème")
    write_text(paper, "Une idée par post-it.")
    write_blanks(paper, [("Groupe :", "Aînés"), ("Date :", "")])
    written = reopened(paper, tmp_path)
    assert [paragraph.text for paragraph in written.paragraphs] == [
        "Titre", "Thème", "Une idée par post-it.", "Groupe : Aînés", "Date : \t",
    ]  # fmt: skip
    assert len(written.paragraphs[4].paragraph_format.tab_stops) == 1
    footer = written.sections[0].footer.paragraphs[0]
    assert footer.text == "Exemple construit\tpage  sur "
    assert [part.text for part in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_pages_and_boxes(tmp_path):
    paper = new_paper(language="de", title="Test", size=16)
    write_boxes(paper, rows=2, columns=3, height=70)
    new_page(paper)
    write_text(paper, "zweite Seite")
    written = reopened(paper, tmp_path)
    assert (len(written.tables[0].rows), len(written.tables[0].columns)) == (2, 3)
    assert sum(part.get(qn("w:type")) == "page" for part in written.element.iter(qn("w:br"))) == 1
    assert written.styles["Normal"].font.size.pt == 16
    assert written.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "de"


def test_a_sheet_of_a_thousand_lines_is_written_in_one_go(tmp_path):
    paper = new_paper(language="en", title="Long")
    write_table(paper, ["a", "b"], [["text", ""]] * 1000, widths=[1, 1])
    assert len(reopened(paper, tmp_path).tables[0].rows) == 1001
