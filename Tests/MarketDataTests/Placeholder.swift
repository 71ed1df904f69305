// The tests of the market's steps, its generator and its files.
