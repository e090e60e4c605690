/*
 * Stand-in for WxpayFaceSDK: the same two functions, behind which a face
 * service on the loopback address answers (sim.Serve, "facetill sim --device").
 * It keeps no state of a sale; like the vendor's library it only carries bytes.
 *
 *   Linux    gcc -O2 -Wall -Wextra -Werror -shared -fPIC -fvisibility=hidden -o libWxpayFaceSDK.so standin.c
 *   Windows  x86_64-w64-mingw32-gcc -O2 -Wall -Wextra -Werror -shared -s -static-libgcc -o WxpayFaceSDK.dll standin.c -lws2_32
 *
 * One connection carries one call: u32le length and JSON there, i32le return
 * value, u32le length and JSON back. The port is WXFACE_FAKE_PORT, else 17890;
 * nobody there is return value -2, a broken reply -3. By a return value of -101
 * to -105 the service asks the library itself to crash, hang or print (enum ask),
 * so that a whole sale can meet it.
 *
 * Commands for tests alone, answered here: __segv __abort __exit __hang crash
 * or block; __rc returns 5 with an out pointer that must not be touched; __nil
 * returns 0 without an answer; __big answers with more than 1 MiB; __printf
 * prints to stdout; __leaks tells how many answers were not released.
 */
#ifdef _WIN32
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0601
#endif
#include <winsock2.h>
#include <windows.h>
#define EXPORT __declspec(dllexport)
#define close_socket closesocket
typedef SOCKET socket_t;
#else
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#define EXPORT __attribute__((visibility("default")))
#define close_socket close
#define INVALID_SOCKET (-1)
typedef int socket_t;
#endif
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_PORT = 17890, BIG = (1 << 20) + 1 };
enum { RC_NOBODY = -2, RC_BROKEN = -3, NOT_FOR_TESTS = -1000 };
enum ask { ASK_SEGV = -101, ASK_ABORT = -102, ASK_EXIT = -103, ASK_HANG = -104, ASK_PRINT = -105 };

static const char MAGIC[8] = "LIVE-RSP"; /* before each answer that is not released */
static atomic_int live;

/* The byte behind the answer is no NUL: a reader must go by the length. */
static char *new_response(uint32_t n)
{
	char *block = malloc(sizeof MAGIC + (size_t)n + 1);
	if (block == NULL)
		return NULL;
	memcpy(block, MAGIC, sizeof MAGIC);
	block[sizeof MAGIC + n] = '#';
	atomic_fetch_add(&live, 1);
	return block + sizeof MAGIC;
}

static int say(const char *text, char **out, unsigned int *out_size)
{
	uint32_t n = (uint32_t)strlen(text);
	char *resp = new_response(n);
	if (resp == NULL)
		return RC_BROKEN;
	memcpy(resp, text, n);
	*out = resp;
	*out_size = n;
	return 0;
}

static int port(void)
{
	char text[16] = "";
#ifdef _WIN32
	GetEnvironmentVariableA("WXFACE_FAKE_PORT", text, sizeof text);
#else
	const char *env = getenv("WXFACE_FAKE_PORT");
	if (env != NULL)
		snprintf(text, sizeof text, "%s", env);
#endif
	return text[0] != '\0' ? atoi(text) : DEFAULT_PORT;
}

static socket_t dial(void)
{
#ifdef _WIN32
	static atomic_int started;
	WSADATA data;
	if (atomic_exchange(&started, 1) == 0 && WSAStartup(MAKEWORD(2, 2), &data) != 0)
		return INVALID_SOCKET;
#endif
	socket_t s = socket(AF_INET, SOCK_STREAM, 0);
	if (s == INVALID_SOCKET)
		return s;
	struct sockaddr_in to;
	memset(&to, 0, sizeof to);
	to.sin_family = AF_INET;
	to.sin_port = htons((uint16_t)port());
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(s, (struct sockaddr *)&to, sizeof to) != 0) {
		close_socket(s);
		return INVALID_SOCKET;
	}
	return s;
}

static int send_all(socket_t s, const char *p, uint32_t n)
{
	while (n > 0) {
		int sent = (int)send(s, p, n, 0);
		if (sent <= 0)
			return -1;
		p += sent;
		n -= (uint32_t)sent;
	}
	return 0;
}

static int receive_all(socket_t s, char *p, uint32_t n)
{
	while (n > 0) {
		int got = (int)recv(s, p, n, 0);
		if (got <= 0)
			return -1;
		p += got;
		n -= (uint32_t)got;
	}
	return 0;
}

static void put_u32(unsigned char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> (8 * i));
}

static uint32_t get_u32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static int exchange(socket_t s, const char *req, unsigned int size, char **out, unsigned int *out_size)
{
	unsigned char head[8];
	put_u32(head, size);
	if (send_all(s, (char *)head, 4) != 0 || send_all(s, req, size) != 0)
		return RC_BROKEN;
	if (receive_all(s, (char *)head, 8) != 0)
		return RC_BROKEN;
	int rc = (int)get_u32(head);
	if (rc != 0)
		return rc;
	uint32_t n = get_u32(head + 4);
	char *resp = new_response(n);
	if (resp == NULL)
		return RC_BROKEN;
	if (receive_all(s, resp, n) != 0) {
		atomic_fetch_sub(&live, 1);
		free(resp - sizeof MAGIC);
		return RC_BROKEN;
	}
	*out = resp;
	*out_size = n;
	return 0;
}

static int is_command(const char *req, unsigned int size, const char *name)
{
	char want[32];
	int n = snprintf(want, sizeof want, "\"cmd\":\"%s\"", name);
	for (unsigned int i = 0; i + (unsigned int)n <= size; i++)
		if (memcmp(req + i, want, (size_t)n) == 0)
			return 1;
	return 0;
}

/* obey does what the service or a command for tests asks for. Only ASK_PRINT lets
 * it return 1: then the call goes on. */
static int obey(int ask)
{
	static int *volatile nowhere;
	switch (ask) {
	case ASK_SEGV:
		printf("the library's last words\n"); /* without a flush, as libraries do */
		*nowhere = 1;
		break;
	case ASK_ABORT:
		abort();
	case ASK_EXIT:
		exit(7);
	case ASK_HANG:
		for (;;)
#ifdef _WIN32
			Sleep(1000);
#else
			sleep(1);
#endif
	case ASK_PRINT:
		printf("printed by the library\n");
		return 1;
	}
	return 0;
}

static const struct {
	const char *name;
	enum ask ask;
} ASKED_BY_COMMAND[] = {
	{"__segv", ASK_SEGV}, {"__abort", ASK_ABORT}, {"__exit", ASK_EXIT}, {"__hang", ASK_HANG}, {"__printf", ASK_PRINT},
};

/* test_command answers a command for tests, or says NOT_FOR_TESTS. */
static int test_command(const char *req, unsigned int size, char **out, unsigned int *out_size)
{
	for (size_t i = 0; i < sizeof ASKED_BY_COMMAND / sizeof ASKED_BY_COMMAND[0]; i++)
		if (is_command(req, size, ASKED_BY_COMMAND[i].name) && obey(ASKED_BY_COMMAND[i].ask))
			return say("{\"return_code\":\"SUCCESS\"}", out, out_size);
	if (is_command(req, size, "__rc")) {
		*out = (char *)(uintptr_t)16;
		*out_size = 4096;
		return 5;
	}
	if (is_command(req, size, "__nil"))
		return 0;
	if (is_command(req, size, "__big")) {
		*out = new_response(BIG);
		*out_size = BIG;
		return *out == NULL ? RC_BROKEN : 0;
	}
	if (is_command(req, size, "__leaks")) {
		char text[96];
		snprintf(text, sizeof text, "{\"return_code\":\"SUCCESS\",\"return_msg\":\"live %d\"}", atomic_load(&live));
		return say(text, out, out_size);
	}
	return NOT_FOR_TESTS;
}

EXPORT int wxpayCallFaceService(const char *reqBuf, unsigned int reqSize, char **pRespBuf, unsigned int *pRespSize)
{
	int rc = test_command(reqBuf, reqSize, pRespBuf, pRespSize);
	if (rc != NOT_FOR_TESTS)
		return rc;
	do {
		socket_t s = dial();
		if (s == INVALID_SOCKET)
			return RC_NOBODY;
		rc = exchange(s, reqBuf, reqSize, pRespBuf, pRespSize);
		close_socket(s);
	} while (obey(rc));
	return rc;
}

/* A release of what is no live answer ends the process: it is a bug of the caller. */
EXPORT void wxpayReleaseResponse(char **pRespBuf)
{
	char *block = *pRespBuf - sizeof MAGIC;
	if (memcmp(block, MAGIC, sizeof MAGIC) != 0)
		abort();
	memset(block, 0, sizeof MAGIC);
	atomic_fetch_sub(&live, 1);
	free(block);
}
