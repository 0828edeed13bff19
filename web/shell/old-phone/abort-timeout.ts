// Before Chrome 103 and Safari 16.
if (!('timeout' in AbortSignal))
  Object.assign(AbortSignal, {
    timeout: (ms: number) => {
      const controller = new AbortController()
      setTimeout(() => controller.abort(new DOMException('The operation timed out.', 'TimeoutError')), ms)
      return controller.signal
    },
  })
