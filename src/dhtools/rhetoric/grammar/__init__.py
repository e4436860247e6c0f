"""Grammar: who acts, who speaks, and how the actor is named or left out.

Modules
-------
passives
    Passives with and without an agent after *by*.
nominalisations
    Actions and properties as nouns.
pronouns
    *I*, *we*, *you* and *they*.
reporting
    Verbs that report, and quotation marks that hold words at a distance.
epithets
    Words that judge a person or an institution.
agency
    Acts of killing, by the grammar of the sentence.
"""
