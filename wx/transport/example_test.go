package transport_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"time"

	"facetill/wx/transport"
)

// A request that surely did not leave may be sent elsewhere; one without an
// answer may not.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "heard %q", body)
	}))
	defer server.Close()
	to, err := transport.ParseEndpoint(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	pool := transport.NewPool(to, &transport.Dialer{Dial: new(net.Dialer).DialContext, Limit: 2500 * time.Millisecond})
	defer pool.Close()
	answer, err := pool.Do(context.Background(), &transport.Request{
		Path: "/", ContentType: "text/plain", Body: []byte("hello"), Max: 1 << 10, Limit: 10 * time.Second})
	if _, unsent := errors.AsType[*transport.UnsentError](err); unsent {
		fmt.Println("not a byte left: another host may be asked")
	} else if err != nil {
		fmt.Println("it may have arrived: ask what became of it, do not send it again")
	} else {
		fmt.Println(answer.Status, string(answer.Body))
	}
	// Output: 200 heard "hello"
}
