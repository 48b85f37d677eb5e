// libtorch already uses every core, and the tests that count live tensors need the process for themselves.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
