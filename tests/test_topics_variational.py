"""Variational LDA: what scikit-learn finds, segment by segment."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.decomposition import LatentDirichletAllocation

from dhtools.topics import variational
from dhtools.topics.variational import topic_shares, variational_lda


def uneven_counts():
    """Segments of one word to sixty, one of them empty; two groups of words."""
    random = np.random.default_rng(4)
    counts = random.poisson(random.uniform(0, 0.6, (70, 1)), (70, 100))
    counts[:35, :50] += random.poisson(0.3, (35, 50))
    counts[7] = 0
    return sparse.csr_array(counts)


@pytest.mark.parametrize("together", [9, 256])
def test_topics_and_shares_are_those_of_scikit_learn(monkeypatch, together):
    monkeypatch.setattr(variational, "_TOGETHER", together)
    counts = uneven_counts()
    theirs = LatentDirichletAllocation(4, random_state=3, max_iter=20)
    shares = theirs.fit_transform(counts)
    topics, found = variational_lda(counts, 4, 3, 20)
    np.testing.assert_allclose(found, shares, atol=1e-5)
    np.testing.assert_allclose(topics, theirs.components_, rtol=1e-3)
    others = counts[::-3]
    np.testing.assert_allclose(topic_shares(others, topics), theirs.transform(others), atol=1e-5)
    assert topic_shares(counts[:0], topics).shape == (0, 4)


def test_segments_that_settle_late_are_as_if_alone():
    counts = uneven_counts()
    topics, _ = variational_lda(counts, 3, 0, 5)
    alone = np.vstack([topic_shares(counts[row : row + 1], topics) for row in range(counts.shape[0])])
    np.testing.assert_allclose(topic_shares(counts, topics), alone, atol=1e-9)
