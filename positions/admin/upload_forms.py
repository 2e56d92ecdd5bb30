"""Choosing the files of an import. What is too large is let go of while it comes in."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from positions.packages.uploaded import LARGEST, TABLES, read_uploaded

MOST_FILES = len(TABLES)
TOO_LARGE = f"These files are larger than {LARGEST // 1024**2} MB together; nothing was read."


class Quota(FileUploadHandler):
    """Drops a file once all of them together have more bytes than an import can have."""

    def __init__(self, request):
        super().__init__(request)
        self.bytes = 0
        request.over_quota = False

    def receive_data_chunk(self, raw_data, start):
        self.bytes += len(raw_data)
        if self.bytes > LARGEST:
            self.request.over_quota = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, as a list."""

    widget = Files(attrs={"accept": ".csv,.xlsx"})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"])
        if len(files) > MOST_FILES:
            raise ValidationError(f"These are {len(files)} files; there are {MOST_FILES} tables.")
        return files


class UploadForm(forms.Form):
    files = FilesField(
        help_text=f"CSV files named by their table ({', '.join(f'{t}.csv' for t in TABLES)}), or "
        "one XLSX workbook with sheets of these names. At most "
        f"{LARGEST // 1024**2} MB together.",
        error_messages={"required": "Choose one or several files."},
    )

    def __init__(self, *args, over_quota=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.over_quota = over_quota

    def _clean_fields(self):
        if self.over_quota:
            self.add_error("files", TOO_LARGE)
        else:
            super()._clean_fields()

    def clean_files(self):
        """The Reading; every file that cannot be read is told."""
        files = self.cleaned_data["files"]
        reading = read_uploaded([(file.name, file.read()) for file in files])
        if reading.problems:
            raise ValidationError([str(problem) for problem in reading.problems])
        reading.names = ", ".join(file.name for file in files)[:300]
        return reading
