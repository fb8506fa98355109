// The workloads of examples/powser as goroutines and channels, process for process and message for message: a demand goes up, a coefficient
// comes down. Runs the workload once for every line on standard input, and answers each with what it took, in ms, as one line of JSON: so
// examples/powser can let it take turns with its own. Coefficients are int64: an overflow ends the program.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"math/bits"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

type rational struct{ num, den int64 }

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

func times(a, b int64) int64 {
	hi, lo := bits.Mul64(uint64(abs(a)), uint64(abs(b)))
	if hi != 0 || lo > 1<<63-1 {
		fail("overflow: %d * %d", a, b)
	}
	return a * b
}

func plus(a, b int64) int64 {
	sum := a + b
	if (sum > a) != (b > 0) && b != 0 {
		fail("overflow: %d + %d", a, b)
	}
	return sum
}

func abs(a int64) int64 {
	if a < 0 {
		return -a
	}
	return a
}

func reduce(num, den int64) rational {
	a, b := abs(num), abs(den)
	for b != 0 {
		a, b = b, a%b
	}
	if den < 0 {
		a = -a
	}
	return rational{num / a, den / a}
}

func add(a, b rational) rational {
	if a.den == b.den {
		sum := plus(a.num, b.num)
		if a.den == 1 {
			return rational{sum, 1}
		}
		return reduce(sum, a.den)
	}
	return reduce(plus(times(a.num, b.den), times(b.num, a.den)), times(a.den, b.den))
}

func mul(a, b rational) rational {
	if a.den == 1 && b.den == 1 {
		return rational{times(a.num, b.num), 1}
	}
	return reduce(times(a.num, b.num), times(a.den, b.den))
}

func negate(a rational) rational { return rational{-a.num, a.den} }

var (
	zero = rational{0, 1}
	one  = rational{1, 1}
)

type pipe struct {
	demand chan bool
	data   chan rational
}

func newPipe() pipe { return pipe{make(chan bool), make(chan rational)} }

func get(f pipe) rational {
	f.demand <- true
	return <-f.data
}

func getBoth(f, g pipe) (rational, rational) {
	f.demand <- true
	g.demand <- true
	return <-f.data, <-g.data
}

func leave(f pipe) { f.demand <- false }

var running sync.WaitGroup

func run(process func()) {
	running.Add(1)
	go func() {
		process()
		running.Done()
	}()
}

func serve(out pipe, inputs []pipe, next func(n int64) rational) {
	for n := int64(0); <-out.demand; n++ {
		out.data <- next(n)
	}
	for _, input := range inputs {
		leave(input)
	}
}

func start(inputs []pipe, next func(n int64) rational) pipe {
	out := newPipe()
	run(func() { serve(out, inputs, next) })
	return out
}

func repeat(c rational) pipe { return start(nil, func(int64) rational { return c }) }

func sum(f, g pipe) pipe {
	return start([]pipe{f, g}, func(int64) rational {
		a, b := getBoth(f, g)
		return add(a, b)
	})
}

func scale(c rational, f pipe) pipe {
	return start([]pipe{f}, func(int64) rational { return mul(c, get(f)) })
}

func difference(f, g pipe) pipe { return sum(f, scale(negate(one), g)) }

func shift(c rational, f pipe) pipe {
	return start([]pipe{f}, func(n int64) rational {
		if n == 0 {
			return c
		}
		return get(f)
	})
}

func raise(c rational, f pipe) pipe {
	return start([]pipe{f}, func(n int64) rational {
		if n == 0 {
			return add(c, get(f))
		}
		return get(f)
	})
}

func tail(f pipe) pipe {
	return start([]pipe{f}, func(n int64) rational {
		if n == 0 {
			get(f)
		}
		return get(f)
	})
}

func derivative(f pipe) pipe {
	rest := tail(f)
	return start([]pipe{rest}, func(n int64) rational { return mul(rational{n + 1, 1}, get(rest)) })
}

func integral(c rational, f pipe) pipe {
	return start([]pipe{f}, func(n int64) rational {
		if n == 0 {
			return c
		}
		return mul(rational{1, n}, get(f))
	})
}

func monomialSubstitute(f pipe, c rational, k int64) pipe {
	power := one
	return start([]pipe{f}, func(n int64) rational {
		if n%k != 0 {
			return zero
		}
		value := mul(power, get(f))
		power = mul(power, c)
		return value
	})
}

type tee struct {
	f        pipe
	lock     sync.Mutex
	fetched  sync.Cond
	fetching bool
	queue    []rational
	gone     int
	had      [2]int
}

func newTee(f pipe) *tee {
	t := &tee{f: f}
	t.fetched.L = &t.lock
	return t
}

func (t *tee) next(side int) rational {
	t.lock.Lock()
	defer t.lock.Unlock()
	n := t.had[side]
	for n >= t.gone+len(t.queue) {
		if t.fetching {
			t.fetched.Wait()
			continue
		}
		t.fetching = true
		t.lock.Unlock()
		value := get(t.f)
		t.lock.Lock()
		t.fetching = false
		t.queue = append(t.queue, value)
		t.fetched.Broadcast()
	}
	value := t.queue[n-t.gone]
	t.had[side]++
	if t.had[0] > t.gone && t.had[1] > t.gone {
		t.queue = t.queue[1:]
		t.gone++
	}
	return value
}

func (t *tee) serve(side int, out pipe, ended func()) {
	for <-out.demand {
		out.data <- t.next(side)
	}
	ended()
}

func split(f, a, b pipe) {
	t := newTee(f)
	var readers sync.WaitGroup
	readers.Add(2)
	run(func() { t.serve(0, a, readers.Done) })
	run(func() { t.serve(1, b, func() { readers.Done(); readers.Wait(); leave(f) }) })
}

func feedback(build func(own pipe) pipe) pipe {
	out, own := newPipe(), newPipe()
	f := build(own)
	t := newTee(f)
	run(func() { t.serve(0, out, func() { leave(f) }) })
	run(func() { t.serve(1, own, func() {}) })
	return out
}

// Where the tails of a product go, and where the product of them is made.
type recursion func() (tailF, tailG pipe, deeper func(f, g pipe) pipe)

func product(f, g pipe) pipe {
	out := newPipe()
	startProduct(f, g, out, func() (pipe, pipe, func(f, g pipe) pipe) { return newPipe(), newPipe(), product })
	return out
}

func startProduct(f, g, out pipe, rest recursion) {
	run(func() {
		if !<-out.demand {
			leave(f)
			leave(g)
			return
		}
		f0, g0 := getBoth(f, g)
		out.data <- mul(f0, g0)
		if !<-out.demand {
			leave(f)
			leave(g)
			return
		}
		tailF, tailG, deeper := rest()
		f1, g1 := newPipe(), newPipe()
		split(f, f1, tailF)
		split(g, g1, tailG)
		left, right, deep := scale(f0, g1), scale(g0, f1), deeper(tailF, tailG)
		for n := 1; n == 1 || <-out.demand; n++ {
			if n > 1 {
				deep.demand <- true
			}
			value := add(getBoth(left, right))
			if n > 1 {
				value = add(value, <-deep.data)
			}
			out.data <- value
		}
		leave(left)
		leave(right)
		leave(deep)
	})
}

// Hands a series on through a pipe that exists.
func relay(f, out pipe) {
	run(func() { serve(out, []pipe{f}, func(int64) rational { return get(f) }) })
}

func startWith(first func() rational, rest func() pipe, unread ...pipe) pipe {
	out := newPipe()
	run(func() {
		var more pipe
		n := 0
		for ; <-out.demand; n++ {
			if n == 0 {
				out.data <- first()
				continue
			}
			if n == 1 {
				more = rest()
			}
			out.data <- get(more)
		}
		if n > 1 {
			leave(more)
			return
		}
		for _, input := range unread {
			leave(input)
		}
	})
	return out
}

func reciprocal(f pipe) pipe {
	return feedback(func(r pipe) pipe {
		var inverse rational
		first := func() rational {
			f0 := get(f)
			inverse = reduce(f0.den, f0.num)
			return inverse
		}
		return startWith(first, func() pipe { return scale(negate(inverse), product(r, f)) }, r, f)
	})
}

func exponential(f pipe) pipe {
	return feedback(func(x pipe) pipe { return integral(one, product(x, derivative(f))) })
}

func substitute(f, g pipe) pipe {
	return startWith(func() rational { return get(f) }, func() pipe {
		a, b := newPipe(), newPipe()
		split(g, a, b)
		return product(tail(a), substitute(f, b))
	}, f, g)
}

func reversion(f pipe) pipe {
	return feedback(func(r pipe) pipe { return shift(zero, reciprocal(substitute(tail(f), r))) })
}

func tangent() pipe {
	return feedback(func(t pipe) pipe {
		a, b := newPipe(), newPipe()
		split(t, a, b)
		return integral(zero, raise(one, product(a, b)))
	})
}

func ones() pipe   { return repeat(one) }
func twos() pipe   { return repeat(rational{2, 1}) }
func arctan() pipe { return integral(zero, monomialSubstitute(ones(), negate(one), 2)) }

var catalog = []func() pipe{
	ones,
	twos,
	func() pipe { return sum(ones(), twos()) },
	func() pipe { return derivative(ones()) },
	func() pipe { return integral(zero, ones()) },
	func() pipe { return scale(negate(one), ones()) },
	func() pipe { return difference(ones(), twos()) },
	func() pipe { return product(ones(), ones()) },
	func() pipe { return exponential(ones()) },
	func() pipe { return monomialSubstitute(ones(), negate(one), 2) },
	arctan,
	func() pipe { return reciprocal(ones()) },
	func() pipe { return substitute(ones(), shift(zero, ones())) },
	func() pipe { return reversion(shift(zero, ones())) },
	func() pipe { return reversion(arctan()) },
	tangent,
}

func coefficients(f pipe, terms int) []rational {
	values := make([]rational, terms)
	for n := range values {
		values[n] = get(f)
	}
	leave(f)
	return values
}

func pipes(n int) []pipe {
	all := make([]pipe, n)
	for i := range all {
		all[i] = newPipe()
	}
	return all
}

// 1/(1-x) times itself: as in examples/powser all levels of the recursion wait at pipes that are made once.
func productWorkload(terms int) func() [][]rational {
	levels := terms/2 + 1
	all := pipes(3 * (levels + 1))
	level := func(d int) (f, g, out pipe) { return all[3*d], all[3*d+1], all[3*d+2] }
	return func() [][]rational {
		for d := 0; d < levels; d++ {
			f, g, out := level(d)
			f1, g1, deep := level(d + 1)
			startProduct(f, g, out, func() (pipe, pipe, func(f, g pipe) pipe) {
				return f1, g1, func(f, g pipe) pipe { return deep }
			})
		}
		f, g, out := level(0)
		relay(ones(), f)
		relay(ones(), g)
		return [][]rational{coefficients(out, terms)}
	}
}

const rounds = 10

// Every series of the catalog, all at once, some rounds of it.
func suiteWorkload(terms int) func() [][]rational {
	outs := pipes(len(catalog))
	return func() [][]rational {
		got := make([][]rational, len(catalog))
		for round := 0; round < rounds; round++ {
			var readers sync.WaitGroup
			for i, series := range catalog {
				i := i
				relay(series(), outs[i])
				readers.Add(1)
				go func() {
					got[i] = coefficients(outs[i], terms)
					readers.Done()
				}()
			}
			readers.Wait()
			running.Wait()
		}
		return got
	}
}

func usage() (user, system float64) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		fail("getrusage: %v", err)
	}
	ms := func(t syscall.Timeval) float64 { return float64(t.Nano()) / 1e6 }
	return ms(u.Utime), ms(u.Stime)
}

func text(values []rational) string {
	parts := make([]string, len(values))
	for n, value := range values {
		parts[n] = fmt.Sprint(value.num)
		if value.den != 1 {
			parts[n] += fmt.Sprintf("/%d", value.den)
		}
	}
	return strings.Join(parts, " ")
}

func main() {
	workloads := map[string]func(terms int) func() [][]rational{"product": productWorkload, "suite": suiteWorkload}
	name := flag.String("workload", "suite", "product or suite")
	terms := flag.Int("terms", 10, "coefficients of each series")
	threads := flag.Int("threads", 1, "GOMAXPROCS")
	show := flag.Bool("show", false, "run once and print the coefficients of each series on a line")
	flag.Parse()
	if workloads[*name] == nil {
		fail("-workload %s; expected product or suite", *name)
	}
	runtime.GOMAXPROCS(*threads)
	workload := workloads[*name](*terms)
	if *show {
		for _, values := range workload() {
			fmt.Println(text(values))
		}
		return
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		userBefore, systemBefore := usage()
		begin := time.Now()
		workload()
		running.Wait()
		real := float64(time.Since(begin).Microseconds()) / 1000
		user, system := usage()
		fmt.Printf("{\"user\":%.3f,\"system\":%.3f,\"real\":%.3f}\n", user-userBefore, system-systemBefore, real)
	}
}
