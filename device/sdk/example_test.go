package sdk_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"facetill/device/sdk"
	"facetill/device/wire"
)

// The vendor's library in a child process, which is what a till uses.
func Example() {
	host, err := sdk.NewHost(sdk.HostOptions{Library: `C:\WxpayFace\WxpayFaceSDK.dll`, Log: os.Stderr})
	if err != nil {
		fmt.Println(err) // no such file, or not of this program's bitness
		return
	}
	defer host.Close()
	request, err := wire.Encode(wire.Init{}, wire.SDK{}, time.Now())
	if err != nil {
		panic(err)
	}
	answer, err := host.Call(context.Background(), request)
	fmt.Println(string(answer), err)
}

func ExampleNewHost() {
	_, err := sdk.NewHost(sdk.HostOptions{Library: "WxpayFaceSDK.dll"})
	fmt.Println(err)
	// Output:
	// device library "WxpayFaceSDK.dll" is not an absolute path; give the whole path, for example that of WxpayFaceSDK.dll
}
