"""Writes questionnaire.xlsx: the questions and codes of the data set Chile, with labels in Vietnamese and in English.

    pip install openpyxl
    python3 questionnaire.py

The data set's documentation describes the variables and gives no wording of the questions; the labels here are ours.
"""

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

LANGUAGES = ["Tiếng Việt (vi)", "English (en)"]


def head(*names):
    """Column heads; a name with :: stands once for each language."""
    return [column for name in names for column in ([f"{name}{language}" for language in LANGUAGES] if name.endswith("::") else [name])]


SURVEY = [
    head("type", "name", "label::", "short::", "ordered"),
    ["select_one region", "region", "Vùng nơi người được hỏi sinh sống", "Region where the respondent lives", "Vùng", "Region", ""],
    ["integer", "population", "Dân số của cộng đồng nơi người được hỏi sinh sống", "Population of the respondent's community", "Dân số cộng đồng", "Size of community", ""],
    ["select_one sex", "sex", "Giới tính", "Sex", "Giới tính", "Sex", ""],
    ["integer", "age", "Tuổi (năm)", "Age in years", "Tuổi", "Age", ""],
    ["select_one education", "education", "Trình độ học vấn cao nhất", "Highest level of education", "Học vấn", "Education", "yes"],
    ["integer", "income", "Thu nhập hằng tháng (peso)", "Monthly income (pesos)", "Thu nhập", "Income", ""],
    ["decimal", "statusquo", "Thang đo mức độ ủng hộ việc giữ nguyên hiện trạng (đã chuẩn hóa: trung bình 0, độ lệch chuẩn 1; càng cao càng ủng hộ)", "Scale of support for the status quo (standardised: mean 0, standard deviation 1; the higher, the more support)", "Ủng hộ hiện trạng", "Support for the status quo", ""],
    ["select_one vote", "vote", "Ý định bỏ phiếu trong cuộc trưng cầu dân ý năm 1988 về việc kéo dài nhiệm kỳ của tướng Pinochet", "Intended vote in the 1988 plebiscite on a further term for General Pinochet", "Ý định bỏ phiếu", "Vote intention", ""],
]

CHOICES = [
    head("list_name", "name", "label::"),
    ["region", "N", "Miền Bắc", "North"],
    ["region", "C", "Miền Trung", "Central"],
    ["region", "S", "Miền Nam", "South"],
    ["region", "SA", "Thành phố Santiago", "City of Santiago"],
    ["region", "M", "Vùng đô thị Santiago, ngoài thành phố", "Metropolitan area of Santiago, outside the city"],
    ["sex", "F", "Nữ", "Women"],
    ["sex", "M", "Nam", "Men"],
    ["education", "P", "Tiểu học", "Primary"],
    ["education", "S", "Trung học", "Secondary"],
    ["education", "PS", "Sau trung học", "Post-secondary"],
    ["vote", "Y", "Bỏ phiếu Có (ủng hộ)", "Will vote Yes"],
    ["vote", "N", "Bỏ phiếu Không (phản đối)", "Will vote No"],
    ["vote", "U", "Chưa quyết định", "Undecided"],
    ["vote", "A", "Không đi bỏ phiếu", "Will abstain"],
]

SETTINGS = [
    head("form_title::", "form_id", "version"),
    ["Ý định bỏ phiếu tại Chile, 1988", "Voting intentions in Chile, 1988", "chile1988", "1"],
]


def main():
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in [("survey", SURVEY), ("choices", CHOICES), ("settings", SETTINGS)]:
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([cell if cell != "" else None for cell in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for column in sheet.columns:
            longest = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = min(60, longest + 2)
            for cell in column:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
    workbook.properties.created = workbook.properties.modified = datetime(2026, 1, 1)
    workbook.save(Path(__file__).with_name("questionnaire.xlsx"))


if __name__ == "__main__":
    main()
