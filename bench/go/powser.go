// The series of examples/powser as goroutines and channels, process for process: a demand goes up, a coefficient comes down. Prints the median
// time of a run as one line of JSON. Coefficients are int64: an overflow ends the program.
package main

import (
	"flag"
	"fmt"
	"math/bits"
	"os"
	"sort"
	"sync"
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

func split(f pipe) (pipe, pipe) {
	t := newTee(f)
	a, b := newPipe(), newPipe()
	var readers sync.WaitGroup
	readers.Add(2)
	run(func() { t.serve(0, a, readers.Done) })
	run(func() { t.serve(1, b, func() { readers.Done(); readers.Wait(); leave(f) }) })
	return a, b
}

func feedback(build func(own pipe) pipe) pipe {
	out, own := newPipe(), newPipe()
	f := build(own)
	t := newTee(f)
	run(func() { t.serve(0, out, func() { leave(f) }) })
	run(func() { t.serve(1, own, func() {}) })
	return out
}

func product(f, g pipe) pipe {
	out := newPipe()
	run(func() {
		if !<-out.demand {
			leave(f)
			leave(g)
			return
		}
		f0, g0 := getBoth(f, g)
		out.data <- mul(f0, g0)
		var left, right, deep pipe
		n := 1
		for ; <-out.demand; n++ {
			if n == 1 {
				fa, fb := split(f)
				ga, gb := split(g)
				left, right, deep = scale(f0, ga), scale(g0, fa), product(fb, gb)
			}
			if n > 1 {
				deep.demand <- true
			}
			value := add(getBoth(left, right))
			if n > 1 {
				value = add(value, <-deep.data)
			}
			out.data <- value
		}
		if n == 1 {
			leave(f)
			leave(g)
			return
		}
		leave(left)
		leave(right)
		leave(deep)
	})
	return out
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
		a, b := split(g)
		return product(tail(a), substitute(f, b))
	}, f, g)
}

func reversion(f pipe) pipe {
	return feedback(func(r pipe) pipe { return shift(zero, reciprocal(substitute(tail(f), r))) })
}

func tangent() pipe {
	return feedback(func(t pipe) pipe {
		a, b := split(t)
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

func main() {
	terms := flag.Int("terms", 10, "coefficients of each series")
	rounds := flag.Int("rounds", 30, "how often a run goes through all series")
	show := flag.Bool("show", false, "print the last series' coefficients to standard error")
	flag.Parse()
	var runs []float64
	var last []rational
	for i := 0; i < 8; i++ {
		begin := time.Now()
		for round := 0; round < *rounds; round++ {
			for _, series := range catalog {
				last = coefficients(series(), *terms)
			}
			running.Wait()
		}
		// The first run warms up.
		if i > 0 {
			runs = append(runs, float64(time.Since(begin).Microseconds())/1000)
		}
	}
	if *show {
		fmt.Fprintln(os.Stderr, last)
	}
	sort.Float64s(runs)
	fmt.Printf("{\"suite\":%.3f}\n", runs[len(runs)/2])
}
