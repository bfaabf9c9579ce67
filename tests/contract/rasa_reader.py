"""Says what Rasa's own reader finds in a folder of training data. Runs in Rasa's environment, not in ours.

Run: .venv-rasa/bin/python tests/contract/rasa_reader.py FOLDER. Prints one JSON object.
"""

import json
import sys

from rasa.shared.data import get_data_files, is_nlu_file
from rasa.shared.importers.utils import training_data_from_paths


def main(folder: str) -> None:
    """Read the folder and print examples, synonyms and look-ups, each in one order."""
    read = training_data_from_paths(get_data_files([folder], is_nlu_file), "zh")
    examples = [
        [
            example.get("text"),
            example.get("intent"),
            [[each["entity"], each["start"], each["end"], each["value"]] for each in example.get("entities") or []],
        ]
        for example in read.training_examples
    ]
    lookups = [[table["name"], element] for table in read.lookup_tables for element in table["elements"]]
    synonyms = read.entity_synonyms
    json.dump({"examples": sorted(examples), "synonyms": synonyms, "lookups": sorted(lookups)}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
