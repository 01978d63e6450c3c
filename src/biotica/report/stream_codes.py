"""The sentence behind every note about a file of readings, as msgids."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.errors import _
from biotica.report.codes import Table

STREAM_FORMATS: Mapping[str, str] = {
    "beerjson": _("BeerJSON, a recipe"),
    "home_assistant_rest": _("Home Assistant, answer of its history"),
    "home_assistant_csv": _("Home Assistant, exported history"),
    "ispindel": _("iSpindel, or a device that sends the same"),
    "brewfather": _("Brewfather"),
    "tilt_csv": _("log of a Tilt"),
    "generic_table": _("a table with a time and measurements"),
}

STREAM_WORDS: Mapping[str, str] = {
    "ph": _("pH"),
    "temperature_c": _("temperature"),
    "weight_g": _("weight"),
    "c": _("degrees Celsius"),
    "f": _("degrees Fahrenheit"),
    "k": _("kelvin"),
    "g": _("gram"),
    "kg": _("kilogram"),
    "oz": _("ounces"),
    "lb": _("pounds"),
}

STREAM_NOTES: Table = {
    "read_as": ("fact", _("The readings were read as: {format}.")),
    "by_description_only": (
        "fact",
        _("We know this format from its description only. Compare the readings with your device."),
    ),
    "encoding_assumed": ("fact", _("The letters of the file were guessed. The numbers are not touched.")),
    "recipe_steps": (
        "fact",
        _("These values come from the steps of a recipe. They may be planned, not measured."),
    ),
    "sensors_read": ("fact", _("Read from these sensors: {sensors}.")),
    "sensors_ignored": ("fact", _("Not used, because they show something else: {sensors}.")),
    "columns_ignored": ("fact", _("These columns were not used: {columns}.")),
    "gravity_ignored": (
        "opinion",
        _("Gravity was not used: curd and gas disturb a float, and milk loses little sugar."),
    ),
    "unit_converted": (
        "fact",
        _("The {column} was in {unit}, as the file says, and was converted: {n} values."),
    ),
    "unit_of_format": ("fact", _("The {column} of this device is in {unit}, and was converted: {n} values.")),
    "unit_not_given": ("fact", _("The file gives no unit for the {column}. We took it as {unit}.")),
    "left_out_torn": ("fact", _("Left out, wrong number of cells: {n}, rows {rows}.")),
    "left_out_no_json": ("fact", _("Left out, the line is no whole JSON: {n}, rows {rows}.")),
    "left_out_no_time": ("fact", _("Left out, no time: {n}, rows {rows}.")),
    "left_out_unreadable_time": ("fact", _("Left out, the time could not be read: {n}, rows {rows}.")),
    "left_out_time_does_not_exist": (
        "fact",
        _("Left out, in the hour that is skipped when summer time begins: {n}, rows {rows}."),
    ),
    "left_out_ambiguous_time": (
        "fact",
        _("Left out, in the hour that comes twice when summer time ends: {n}, rows {rows}."),
    ),
    "left_out_before_start": ("fact", _("Left out, before the start of the batch: {n}, rows {rows}.")),
    "left_out_after_months": ("fact", _("Left out, months after the start: {n}, rows {rows}.")),
    "left_out_after_end": (
        "fact",
        _("Left out, after the end of the recipe at {hours} hours: {n}, rows {rows}."),
    ),
    "value_unreadable": ("fact", _("Left out, no number for the {column}: {n}, rows {rows}.")),
    "value_impossible": ("fact", _("Left out, a {column} that cannot be ({found}): {n}, rows {rows}.")),
    "same_time_merged": ("fact", _("The same value stood there twice for one moment: {n}, rows {rows}.")),
    "same_time_two_values": (
        "fact",
        _("Two different values for one moment, so neither was used: {n}, rows {rows}."),
    ),
    "resorted": ("fact", _("These rows were not in order of time. They were sorted: {n}, rows {rows}.")),
    "spike_left_out": (
        "fact",
        _("Left out, a {column} that leaps away for one reading: {n}, rows {rows}."),
    ),
    "jump": (
        "fact",
        _(
            "The {column} changes by {change} between {from_h} and {to_h} hours. No jar does that. "
            "Was the probe moved or set anew?"
        ),
    ),
    "gap": ("fact", _("No reading between {from_h} and {to_h} hours: {hours} hours unseen.")),
    "sensor_away": ("fact", _("The sensor {sensor} was not there between {from_h} and {to_h} hours.")),
    "sensor_gone": ("fact", _("The sensor {sensor} was not there from {from_h} hours on.")),
    "thinned": (
        "fact",
        _("Of {found} readings {kept} were kept: the middle one of each {minutes} minutes."),
    ),
    "no_ph": (
        "fact",
        _("There is no pH among the readings. The temperature is used; how sour it is, nobody measured."),
    ),
}
