// The comparison in C for the sync suite: `sync <case> [threads] [section in ns] [ms]` prints ns per operation, or one line of JSON.
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { LONG = 10000000, ROUNDS = 20000, MOST = 16 };

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static sem_t sem, never;

static int threads = 2, whose, rounds = ROUNDS;
static double section, length;
static volatile unsigned sink;
static long operations[MOST];
static double turns_per_ns;

static void work(long turns) {
	unsigned x = sink;
	for (long i = 0; i < turns; i++) {
		x = x * 1664525 + 1013904223;
		__asm__ volatile("" : "+r"(x));
	}
	sink = x;
}

static void calibrate(void) {
	work(1000000);
	double begin = now();
	work(20000000);
	turns_per_ns = 20000000 / (now() - begin);
}

static void *contend_mutex(void *own) {
	long turns = section * turns_per_ns, done = 0;
	for (double end = now() + length; done % 16 || now() < end; done++) {
		pthread_mutex_lock(&mutex);
		work(turns);
		pthread_mutex_unlock(&mutex);
	}
	*(long *)own = done;
	return 0;
}

static void *contend_semaphore(void *own) {
	long turns = section * turns_per_ns, done = 0;
	for (double end = now() + length; done % 16 || now() < end; done++) {
		sem_wait(&sem);
		work(turns);
		sem_post(&sem);
	}
	*(long *)own = done;
	return 0;
}

/* One write in ten. */
static void *contend_rwlock(void *own) {
	long turns = section * turns_per_ns, done = 0;
	for (double end = now() + length; done % 16 || now() < end; done++) {
		if (done % 10 == 0) pthread_rwlock_wrlock(&rwlock);
		else pthread_rwlock_rdlock(&rwlock);
		work(turns);
		pthread_rwlock_unlock(&rwlock);
	}
	*(long *)own = done;
	return 0;
}

static void *take_turns(void *own) {
	int me = (long *)own - operations;
	for (int i = 0; i < rounds; i++) {
		pthread_mutex_lock(&mutex);
		while (whose != me) pthread_cond_wait(&cond, &mutex);
		whose = 1 - me;
		pthread_cond_signal(&cond);
		pthread_mutex_unlock(&mutex);
	}
	return 0;
}

static void *meet(void *unused) {
	for (int i = 0; i < rounds; i++) pthread_barrier_wait(&barrier);
	return unused;
}

static double run(void *(*part)(void *)) {
	pthread_t all[MOST];
	double begin = now();
	for (int t = 0; t < threads; t++) pthread_create(&all[t], 0, part, &operations[t]);
	for (int t = 0; t < threads; t++) pthread_join(all[t], 0);
	return now() - begin;
}

static double seconds(struct timeval t) { return t.tv_sec + t.tv_usec / 1e6; }

static void contend(void *(*part)(void *)) {
	struct rusage before, after;
	calibrate();
	getrusage(RUSAGE_SELF, &before);
	run(part);
	getrusage(RUSAGE_SELF, &after);
	long sum = 0, least = operations[0], most = operations[0];
	for (int t = 0; t < threads; t++) {
		sum += operations[t];
		if (operations[t] < least) least = operations[t];
		if (operations[t] > most) most = operations[t];
	}
	printf("{\"ns\":%.2f,\"fairness\":%.4f,\"user\":%.2f,\"system\":%.2f}\n", length / sum, (double)least / most,
		(seconds(after.ru_utime) - seconds(before.ru_utime)) * 1e9 / sum,
		(seconds(after.ru_stime) - seconds(before.ru_stime)) * 1e9 / sum);
}

static void *asleep(void *unused) {
	sem_wait(&never);
	return unused;
}

/* Not alone in the process: glibc leaves the atomics out of a mutex while there is one thread only. */
#define REPEAT(enter, leave) { \
	pthread_t other; \
	pthread_create(&other, 0, asleep, 0); \
	double begin = now(); \
	for (long i = 0; i < LONG; i++) { \
		enter; \
		leave; \
	} \
	printf("%.2f\n", (now() - begin) / LONG); \
}

int main(int argc, char **argv) {
	const char *what = argc > 1 ? argv[1] : "";
	if (argc > 2) threads = atoi(argv[2]);
	if (argc > 3) section = atof(argv[3]);
	if (argc > 4) length = atof(argv[4]) * 1e6;
	if (threads < 1 || threads > MOST) return 1;
	sem_init(&sem, 0, 1);
	sem_init(&never, 0, 0);
	pthread_barrier_init(&barrier, 0, threads);
	if (!strcmp(what, "mutex")) contend(contend_mutex);
	else if (!strcmp(what, "semaphore")) contend(contend_semaphore);
	else if (!strcmp(what, "rwlock")) contend(contend_rwlock);
	else if (!strcmp(what, "cond")) printf("%.2f\n", run(take_turns) / (2.0 * rounds));
	else if (!strcmp(what, "barrier")) printf("%.2f\n", run(meet) / rounds);
	else if (!strcmp(what, "lock")) REPEAT(pthread_mutex_lock(&mutex), pthread_mutex_unlock(&mutex))
	else if (!strcmp(what, "write")) REPEAT(pthread_rwlock_wrlock(&rwlock), pthread_rwlock_unlock(&rwlock))
	else if (!strcmp(what, "read")) REPEAT(pthread_rwlock_rdlock(&rwlock), pthread_rwlock_unlock(&rwlock))
	else if (!strcmp(what, "permit")) REPEAT(sem_wait(&sem), sem_post(&sem))
	else {
		fprintf(stderr, "unknown case \"%s\"\n", what);
		return 1;
	}
	return 0;
}
