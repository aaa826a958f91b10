/** Texts that do harm where somebody takes them for code, a path or a mark of the end. */
export const HOSTILE_TEXTS: readonly string[] = [
  "'; DROP TABLE records; --",
  '" OR ""="',
  '{"$where":"sleep(1000)"}',
  '$(touch /tmp/owned) `id` ; & | > <',
  '../../../../etc/passwd',
  'C:\\Windows\\win.ini',
  '<script>alert(1)</script>',
  '{{constructor.constructor("return process")()}}',
  '${process.env.HOME} %s %n %x',
  '\u0000\u0001\u001b[2J\r\nset-cookie: a=b',
  '\ud800 \udfff half of a pair',
  '\u202e\u2028\u2029\ufeff\uffff',
  '__proto__',
  'constructor',
  'e\u0301\u0302'.repeat(20),
  '😀'.repeat(16),
];
