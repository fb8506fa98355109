// The comparison in Go: `core <case>` prints ns per operation.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"
)

const (
	long  = 10_000_000
	short = 1_000_000
)

func mutex() int {
	var m sync.Mutex
	for i := 0; i < long; i++ {
		m.Lock()
		m.Unlock()
	}
	return long
}

func contended() int {
	var m sync.Mutex
	var group sync.WaitGroup
	counter := 0
	for t := 0; t < 2; t++ {
		group.Add(1)
		go func() {
			for i := 0; i < short; i++ {
				m.Lock()
				counter++
				m.Unlock()
			}
			group.Done()
		}()
	}
	group.Wait()
	return 2 * short
}

func roundTrip() int {
	a, b := make(chan int), make(chan int)
	go func() {
		for i := range a {
			b <- i
		}
	}()
	for i := 0; i < short; i++ {
		a <- i
		<-b
	}
	close(a)
	return short
}

func stream() int {
	c := make(chan int, 64)
	go func() {
		for i := 0; i < short; i++ {
			c <- i
		}
		close(c)
	}()
	for range c {
	}
	return short
}

func buffered() int {
	c := make(chan int, 64)
	for i := 0; i < short; i++ {
		c <- i
		<-c
	}
	return short
}

func spawn() int {
	var group sync.WaitGroup
	for i := 0; i < short; i++ {
		group.Add(1)
		go group.Done()
	}
	group.Wait()
	return short
}

func main() {
	cases := map[string]struct {
		run   func() int
		procs int
	}{
		"lock": {mutex, 1}, "contended": {contended, 2}, "roundtrip": {roundTrip, 1}, "roundtrip2": {roundTrip, 2},
		"buffered": {buffered, 1}, "stream": {stream, 1}, "stream2": {stream, 2}, "spawn": {spawn, 1},
	}
	what := ""
	if len(os.Args) > 1 {
		what = os.Args[1]
	}
	one, known := cases[what]
	if !known {
		fmt.Fprintf(os.Stderr, "unknown case %q\n", what)
		os.Exit(1)
	}
	runtime.GOMAXPROCS(one.procs)
	begin := time.Now()
	n := one.run()
	fmt.Printf("%.2f\n", float64(time.Since(begin).Nanoseconds())/float64(n))
}
