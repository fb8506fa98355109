// The comparison in C: `core <case>` prints ns per operation.
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LONG = 10000000, SHORT = 1000000, WAKES = 20000 };

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sem_t sem, ping, pong;
static volatile long counter;

// Plan 9's lock: key counts holder and waiters, sema is a futex that counts tokens.
static atomic_int key, sema;

static void plan9_lock(void) {
	if (atomic_fetch_add(&key, 1) == 0) return;
	for (;;) {
		int tokens = atomic_load(&sema);
		if (tokens > 0 && atomic_compare_exchange_strong(&sema, &tokens, tokens - 1)) return;
		if (tokens == 0) syscall(SYS_futex, &sema, FUTEX_WAIT_PRIVATE, 0, 0, 0, 0);
	}
}

static void plan9_unlock(void) {
	if (atomic_fetch_sub(&key, 1) == 1) return;
	atomic_fetch_add(&sema, 1);
	syscall(SYS_futex, &sema, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
}

static void *pthread_part(void *unused) {
	for (int i = 0; i < SHORT; i++) {
		pthread_mutex_lock(&mutex);
		counter++;
		pthread_mutex_unlock(&mutex);
	}
	return unused;
}

static void *plan9_part(void *unused) {
	for (int i = 0; i < SHORT; i++) {
		plan9_lock();
		counter++;
		plan9_unlock();
	}
	return unused;
}

static void *echo(void *unused) {
	for (int i = 0; i < WAKES; i++) {
		sem_wait(&ping);
		sem_post(&pong);
	}
	return unused;
}

static void *asleep(void *unused) {
	pause();
	return unused;
}

static double two(void *(*part)(void *)) {
	pthread_t a, b;
	double begin = now();
	pthread_create(&a, 0, part, 0);
	pthread_create(&b, 0, part, 0);
	pthread_join(a, 0);
	pthread_join(b, 0);
	return (now() - begin) / (2.0 * SHORT);
}

int main(int argc, char **argv) {
	const char *what = argc > 1 ? argv[1] : "";
	double begin = now(), ns = -1;
	if (!strcmp(what, "lock")) {
		// Not alone in the process: glibc leaves the atomics out of a mutex while there is one thread only.
		pthread_t other;
		pthread_create(&other, 0, asleep, 0);
		begin = now();
		for (int i = 0; i < LONG; i++) {
			pthread_mutex_lock(&mutex);
			pthread_mutex_unlock(&mutex);
		}
		ns = (now() - begin) / LONG;
	} else if (!strcmp(what, "semaphore")) {
		sem_init(&sem, 0, 1);
		for (int i = 0; i < LONG; i++) {
			sem_wait(&sem);
			sem_post(&sem);
		}
		ns = (now() - begin) / LONG;
	} else if (!strcmp(what, "contended")) {
		ns = two(pthread_part);
	} else if (!strcmp(what, "plan9")) {
		ns = two(plan9_part);
	} else if (!strcmp(what, "wake")) {
		pthread_t other;
		sem_init(&ping, 0, 0);
		sem_init(&pong, 0, 0);
		pthread_create(&other, 0, echo, 0);
		begin = now();
		for (int i = 0; i < WAKES; i++) {
			sem_post(&ping);
			sem_wait(&pong);
		}
		ns = (now() - begin) / (2.0 * WAKES);
		pthread_join(other, 0);
	}
	if (ns < 0) {
		fprintf(stderr, "unknown case \"%s\"\n", what);
		return 1;
	}
	printf("%.2f\n", ns);
	return 0;
}
