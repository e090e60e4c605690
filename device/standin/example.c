/*
 * What an integrator's program does with the library, in C or C++: load it by
 * its absolute path, call, copy by the length, release. It initialises the
 * terminal and reads its rawdata.
 *
 *   Linux    gcc -O2 -Wall -Wextra -Werror -o example example.c -ldl
 *   Windows  x86_64-w64-mingw32-gcc -O2 -Wall -Wextra -Werror -o example.exe example.c
 *
 *   facetill sim --device          in one window
 *   example LIBRARY                in another
 */
#include <stdio.h>
#include <string.h>
#ifdef _WIN32
#include <windows.h>
#define CALL __cdecl
#else
#include <dlfcn.h>
#define CALL
#endif

typedef int(CALL *call_fn)(const char *req, unsigned int size, char **resp, unsigned int *resp_size);
typedef void(CALL *release_fn)(char **resp);

static call_fn call_service;
static release_fn release_response;

static int load(const char *path)
{
#ifdef _WIN32
	HMODULE lib = LoadLibraryExA(path, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
	if (lib == NULL)
		return 0;
	FARPROC call = GetProcAddress(lib, "wxpayCallFaceService"), release = GetProcAddress(lib, "wxpayReleaseResponse");
#else
	void *lib = dlopen(path, RTLD_NOW);
	if (lib == NULL)
		return 0;
	void *call = dlsym(lib, "wxpayCallFaceService"), *release = dlsym(lib, "wxpayReleaseResponse");
#endif
	memcpy(&call_service, &call, sizeof call);
	memcpy(&release_response, &release, sizeof release);
	return call_service != NULL && release_response != NULL;
}

static int ask(const char *request)
{
	char *resp = NULL;
	unsigned int size = 0;
	int rc = call_service(request, (unsigned int)strlen(request), &resp, &size);
	if (rc != 0) { /* there is no answer, and nothing to release */
		printf("return value %d%s\n", rc, rc == -2 ? ": no face service; start facetill sim --device" : "");
		return rc;
	}
	printf("%.*s\n", (int)size, resp); /* no NUL at the end */
	release_response(&resp);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc != 2 || !load(argv[1])) {
		fprintf(stderr, "usage: example ABSOLUTE-PATH-OF-LIBRARY\n");
		return 64;
	}
	if (ask("{\"cmd\":\"initWxpayface\",\"version\":\"1\",\"now\":1700000000}") != 0)
		return 69;
	return ask("{\"cmd\":\"getWxpayfaceRawdata\",\"version\":\"1\",\"now\":1700000000}") == 0 ? 0 : 69;
}
