// What an integrator's program does with the library, in C#: bytes and not
// characters, copy by the length, release after success alone. It initialises the
// terminal and reads its rawdata.
//
//   csc example.cs                 .NET Framework; mcs example.cs for Mono
//   facetill sim --device          in one window
//   example.exe                    in another, beside WxpayFaceSDK.dll
//
// A program of .NET on Linux finds libWxpayFaceSDK.so by LD_LIBRARY_PATH.
using System;
using System.Runtime.InteropServices;
using System.Text;

static class Face
{
    // The system's loader adds lib and .so to the name on Linux, .dll on Windows.
    const string Library = "WxpayFaceSDK";

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    static extern int wxpayCallFaceService(byte[] req, uint size, ref IntPtr resp, ref uint respSize);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    static extern void wxpayReleaseResponse(ref IntPtr resp);

    public static string Call(string json)
    {
        byte[] req = Encoding.UTF8.GetBytes(json);
        IntPtr resp = IntPtr.Zero;
        uint size = 0;
        int rc = wxpayCallFaceService(req, (uint)req.Length, ref resp, ref size);
        if (rc != 0) // there is no answer, and nothing to release
            throw new InvalidOperationException("return value " + rc + (rc == -2 ? ": no face service; start facetill sim --device" : ""));
        try
        {
            byte[] copy = new byte[size];
            Marshal.Copy(resp, copy, 0, (int)size);
            return Encoding.UTF8.GetString(copy);
        }
        finally
        {
            wxpayReleaseResponse(ref resp);
        }
    }
}

static class Example
{
    static int Main()
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        try
        {
            Console.WriteLine(Face.Call("{\"cmd\":\"initWxpayface\",\"version\":\"1\",\"now\":1700000000}"));
            Console.WriteLine(Face.Call("{\"cmd\":\"getWxpayfaceRawdata\",\"version\":\"1\",\"now\":1700000000}"));
            return 0;
        }
        catch (InvalidOperationException e)
        {
            Console.WriteLine(e.Message);
            return 69;
        }
    }
}
