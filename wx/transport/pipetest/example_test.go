package pipetest_test

import (
	"fmt"
	"io"
	"net/http"

	"facetill/wx/transport/pipetest"
)

func ExampleServer() {
	s := &pipetest.Server{Answer: func(w io.Writer, r *http.Request) {
		_, _ = io.WriteString(w, "HTTP/1.1 204 No Content\r\n\r\n")
	}}
	client := &http.Client{Transport: &http.Transport{DialContext: s.Dial}}
	resp, err := client.Head("http://nowhere/")
	if err != nil {
		panic(err)
	}
	fmt.Println(resp.StatusCode, s.Dials.Load(), s.Requests.Load())
	// Output: 204 1 1
}
