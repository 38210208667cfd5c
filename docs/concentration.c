/* How unequal are downlines when all people are alike? Reference values for the tests
 * `trees::identical_people_are_as_unequal_as_...`, written apart from the program: another
 * generator, other sampling, exact sums of sorted values instead of folds and histograms.
 *
 * cc -O2 -o concentration concentration.c -lm && ./concentration 20000
 *
 * For the uniform and the preferential tree (weight: recruits + 1) of 10,000 it prints mean and
 * standard error of top 1 %, top 10 % and Gini of downlines, and of downlines with their heads. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define N 10000

static uint64_t state[2] = {0x1234567, 0x9876543210};

static uint64_t rotate(uint64_t x, int k) { return x << k | x >> (64 - k); }

/* xoroshiro128+ (Blackman & Vigna 2018). */
static uint64_t next(void) {
    uint64_t a = state[0], b = state[1], sum = a + b;
    b ^= a;
    state[0] = rotate(a, 24) ^ b ^ (b << 16);
    state[1] = rotate(b, 37);
    return sum;
}

static uint32_t below(uint32_t n) { return (uint32_t)(((__uint128_t)next() * n) >> 64); }

static int ascending(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static void measure(int *sizes, double *figures) {
    double total = 0, hundredth = 0, tenth = 0, weighted = 0;
    qsort(sizes, N, sizeof *sizes, ascending);
    for (int i = 0; i < N; i++) {
        total += sizes[i];
        if (i >= N - N / 100) hundredth += sizes[i];
        if (i >= N - N / 10) tenth += sizes[i];
        weighted += (2.0 * (i + 1) - N - 1) * sizes[i];
    }
    figures[0] = hundredth / total;
    figures[1] = tenth / total;
    figures[2] = weighted / (N * total);
}

int main(int argc, char **argv) {
    static int sponsor[N], size[N], downline[N];
    int trees = argc > 1 ? atoi(argv[1]) : 1000;
    for (int i = 0; i < 100; i++) next();
    for (int is_preferential = 0; is_preferential < 2; is_preferential++) {
        double sum[6] = {0}, squares[6] = {0}, figures[6];
        for (int tree = 0; tree < trees; tree++) {
            for (int m = 1; m < N; m++) {
                /* m tickets for the members, m - 1 for their recruits so far. */
                uint32_t ticket = below(is_preferential ? 2 * m - 1 : m);
                sponsor[m] = ticket < (uint32_t)m ? (int)ticket : sponsor[ticket - m + 1];
            }
            for (int m = 0; m < N; m++) size[m] = 1;
            for (int m = N - 1; m > 0; m--) size[sponsor[m]] += size[m];
            for (int m = 0; m < N; m++) downline[m] = size[m] - 1;
            measure(downline, figures);
            measure(size, figures + 3);
            for (int i = 0; i < 6; i++) sum[i] += figures[i], squares[i] += figures[i] * figures[i];
        }
        printf("%s", is_preferential ? "preferential" : "uniform");
        for (int i = 0; i < 6; i++) {
            double mean = sum[i] / trees;
            printf("  %.5f (%.5f)", mean, sqrt((squares[i] / trees - mean * mean) / (trees - 1)));
        }
        printf("\n");
    }
    return 0;
}
