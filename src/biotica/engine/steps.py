"""What a person does to a vessel: exact events between which the equations run."""

from __future__ import annotations

from dataclasses import dataclass

from biotica.engine.serving import Serving


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """Time passes: wait, warm, chill or heat.

    Attributes
    ----------
    hours : float
        > 0.
    start_c, end_c : float
        Temperature at both ends, straight between.
    word : str
        wait, warm, chill or heat.
    """

    hours: float
    start_c: float
    end_c: float
    word: str = "wait"


@dataclass(frozen=True, kw_only=True, slots=True)
class Add:
    """Something is put in: mix, backslop, eat or meal. The volume of the segment stays what it is.

    Attributes
    ----------
    serving : Serving
        What.
    segment : str
        Where; blank = the first.
    on_grain : bool
        Its cells sit on grains.
    word : str
        mix, backslop, eat or meal.
    """

    serving: Serving
    segment: str = ""
    on_grain: bool = False
    word: str = "mix"


@dataclass(frozen=True, kw_only=True, slots=True)
class Take:
    """Something is taken out: strain (the grains), portion or stool (a share of what floats).

    Attributes
    ----------
    share : float
        0..1.
    segment : str
        From where; blank = the last.
    grain : bool
        The cells on grains, instead of what floats.
    word : str
        strain, portion or stool.
    """

    share: float
    segment: str = ""
    grain: bool = False
    word: str = "portion"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stir:
    """Air is stirred in: dissolved oxygen rises to saturation.

    Attributes
    ----------
    segment : str
        Where; blank = the first.
    """

    segment: str = ""
    word: str = "stir"


Step = Hold | Add | Take | Stir
