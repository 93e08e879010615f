package dev.usher.benchmarks.scenario;

/// Who sits where: the proxy under measurement alone, everything else beside it.
final class Cores {

    static final int PROXY = 0;
    static final int LOAD = 1;

    private Cores() {}
}
