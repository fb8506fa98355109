// The comparison in Go for the sync suite: `sync <case> [threads] [section in ns] [ms]` prints ns per operation, or one line of JSON.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

const long = 10_000_000

var sink uint32

func work(turns int) {
	x := sink
	for i := 0; i < turns; i++ {
		x = x*1664525 + 1013904223
	}
	sink = x
}

func calibrate() float64 {
	work(1_000_000)
	begin := time.Now()
	work(20_000_000)
	return 20_000_000 / float64(time.Since(begin).Nanoseconds())
}

func seconds(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }

func contend(threads int, section float64, length time.Duration, enter, leave func(n int)) {
	turns := int(section * calibrate())
	operations := make([]int, threads)
	var group sync.WaitGroup
	var before, after syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &before)
	end := time.Now().Add(length)
	for t := range operations {
		group.Add(1)
		go func(own *int) {
			n := 0
			for ; n%16 != 0 || time.Now().Before(end); n++ {
				enter(n)
				work(turns)
				leave(n)
			}
			*own = n
			group.Done()
		}(&operations[t])
	}
	group.Wait()
	syscall.Getrusage(syscall.RUSAGE_SELF, &after)
	sum, least, most := 0, operations[0], operations[0]
	for _, n := range operations {
		sum += n
		if n < least {
			least = n
		}
		if n > most {
			most = n
		}
	}
	fmt.Printf("{\"ns\":%.2f,\"fairness\":%.4f,\"user\":%.2f,\"system\":%.2f}\n",
		float64(length.Nanoseconds())/float64(sum), float64(least)/float64(most),
		(seconds(after.Utime)-seconds(before.Utime))*1e9/float64(sum),
		(seconds(after.Stime)-seconds(before.Stime))*1e9/float64(sum))
}

func number(index int, otherwise float64) float64 {
	if index >= len(os.Args) {
		return otherwise
	}
	value, err := strconv.ParseFloat(os.Args[index], 64)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func main() {
	what := ""
	if len(os.Args) > 1 {
		what = os.Args[1]
	}
	threads, section := int(number(2, 1)), number(3, 0)
	length := time.Duration(number(4, 0) * 1e6)
	runtime.GOMAXPROCS(threads)
	var m sync.Mutex
	var rw sync.RWMutex
	var group sync.WaitGroup
	var once sync.Once
	begin := time.Now()
	switch what {
	case "mutex":
		contend(threads, section, length, func(int) { m.Lock() }, func(int) { m.Unlock() })
		return
	case "rwlock":
		contend(threads, section, length, func(n int) {
			if n%10 == 0 {
				rw.Lock()
			} else {
				rw.RLock()
			}
		}, func(n int) {
			if n%10 == 0 {
				rw.Unlock()
			} else {
				rw.RUnlock()
			}
		})
		return
	case "lock":
		for i := 0; i < long; i++ {
			m.Lock()
			m.Unlock()
		}
	case "write":
		for i := 0; i < long; i++ {
			rw.Lock()
			rw.Unlock()
		}
	case "read":
		for i := 0; i < long; i++ {
			rw.RLock()
			rw.RUnlock()
		}
	case "waitgroup":
		for i := 0; i < long; i++ {
			group.Add(1)
			group.Done()
		}
	case "once":
		for i := 0; i < long; i++ {
			once.Do(func() {})
		}
	default:
		fmt.Fprintf(os.Stderr, "unknown case %q\n", what)
		os.Exit(1)
	}
	fmt.Printf("%.2f\n", float64(time.Since(begin).Nanoseconds())/long)
}
