"""In every Python process of a run each predicate is turned round where it is used, and given to `say`.

For each turn a line goes into a file: the sentence, what it is held to, how that is turned round, and whether
the sentence is refused then.
"""

import json


def turn_every_predicate(log):
    """Let each predicate that is checked be checked once more for each way of turning it round."""
    from dhtools.errors import DhtoolsError
    from dhtools.export.predicates import Predicate, turned_round

    as_written = Predicate.check

    def is_refused(predicate, sentence):
        try:
            as_written(predicate, sentence)
        except DhtoolsError:
            return True
        return False

    def check(predicate, sentence):
        as_written(predicate, sentence)
        for expression in turned_round(predicate.expression) if predicate.expression else ():
            value = bool(predicate._value_of(expression))
            turned = Predicate(value, expression, predicate.frame)
            line = [sentence, predicate.source, turned.source, is_refused(turned, sentence)]
            with open(log, "a", encoding="utf-8") as lines:
                lines.write(json.dumps(line) + "\n")

    Predicate.check = check
