"""Sums that come out the same on each run."""


def one_thread():
    """Return a context in which sums are made by one thread.

    Those of several differ in their last bits from run to run, and on a busy machine the threads wait for each other.
    """
    import sklearn.cluster  # noqa: F401 – what is loaded later would not be held to one thread
    from threadpoolctl import threadpool_limits

    return threadpool_limits(limits=1)
