"""The text on a photo of a label, by tesseract on this machine; needs the extra `photo`."""

from __future__ import annotations

import io
from types import ModuleType
from typing import TYPE_CHECKING, cast

from biotica.errors import LabelError, _

if TYPE_CHECKING:
    from PIL.Image import Image

_HEADS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
LANGUAGES = "nld+eng"
MOST_PIXELS = 60_000_000
"""A photo of a phone has 12 to 50 million (assumed)."""
MOST_SECONDS = 120
"""Before a reading is given up (assumed: a sharp photo takes a few)."""


def is_photo(data: bytes) -> bool:
    """Tell an image from a text by its first bytes."""
    return data.startswith(_HEADS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:8] == b"ftyp"


def text_of_photo(data: bytes, *, where: str) -> str:
    """Read the text on a photo.

    Parameters
    ----------
    data : bytes
        PNG, JPEG, WebP, TIFF, GIF or BMP.
    where : str
        Name for errors.

    Returns
    -------
    str
        As tesseract reads it, Dutch and English; may be empty, and holds mistakes.

    Raises
    ------
    LabelError
        If the extra or tesseract is missing, or the image cannot be opened or is too large. The photo leaves
        neither this machine nor its memory, but for a file that tesseract reads and that is removed.
    """
    tesseract = _tesseract(where)
    with _opened(data, where) as image:
        try:
            return str(tesseract.image_to_string(_upright(image), lang=LANGUAGES, timeout=MOST_SECONDS))
        except (tesseract.TesseractNotFoundError, tesseract.TesseractError) as error:
            raise _incomplete(where) from error
        except RuntimeError as error:
            raise _too_slow(where) from error


def _tesseract(where: str) -> ModuleType:
    try:
        import pytesseract
    except ImportError as error:
        raise LabelError(
            _("reading a photo needs a part that is not installed"),
            code="photo_reader_missing",
            where=where,
            hint=_('install it with pip install "biotica[photo]", or type the text of the label over'),
        ) from error
    return cast("ModuleType", pytesseract)


def _incomplete(where: str) -> LabelError:
    return LabelError(
        _("tesseract, which reads photos, is not installed or lacks Dutch or English"),
        code="tesseract_missing",
        where=where,
        hint=_(
            "Debian and Ubuntu: apt install tesseract-ocr tesseract-ocr-nld; "
            "macOS: brew install tesseract-lang"
        ),
    )


def _too_slow(where: str) -> LabelError:
    return LabelError(
        _("the photo took longer than {seconds} seconds to read"),
        code="photo_too_slow",
        where=where,
        hint=_("cut the photo down to the label"),
        seconds=MOST_SECONDS,
    )


def _opened(data: bytes, where: str) -> Image:
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(data))
        _check_size(image, where)
        image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise LabelError(
            _("this photo cannot be opened"),
            code="unreadable_photo",
            where=where,
            hint=_("save it as JPEG or PNG and try again"),
        ) from error
    return image


def _check_size(image: Image, where: str) -> None:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise LabelError(
            _("the photo has {pixels} million pixels; at most {most} are read"),
            code="photo_too_large",
            where=where,
            hint=_("make it smaller, or cut it down to the label"),
            pixels=round(pixels / 1e6),
            most=MOST_PIXELS // 1_000_000,
        )


def _upright(image: Image) -> Image:
    """Turn a photo as its camera says, and leave the colours out."""
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(image)
    return (turned or image).convert("L")
