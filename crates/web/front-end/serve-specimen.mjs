// Shows the specimen pages at http://127.0.0.1:8099/ with the Content-Security-Policy that the site uses.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';

const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const port = Number(process.env.PORT ?? 8099);

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://127.0.0.1');
  // Only plain names: one folder down under assets, or a page of this folder.
  const asset = /^\/assets\/((?:fonts\/)?[\w.-]+)$/.exec(pathname);
  const page = /^\/([\w-]+)$/.exec(pathname);
  const file = asset ? `../assets/${asset[1]}` : `${page?.[1] ?? 'specimen'}.html`;
  try {
    const type = types[extname(file)] ?? 'application/octet-stream';
    const body = await readFile(new URL(file, import.meta.url));
    const packed = type !== 'font/woff2';
    response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': policy, 'Cache-Control': 'no-store', ...(packed && { 'Content-Encoding': 'gzip' }) });
    response.end(packed ? gzipSync(body) : body);
  } catch {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not here');
  }
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/`));
