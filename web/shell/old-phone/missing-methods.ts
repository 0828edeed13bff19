// What JavaScript gained in 2022 and 2023, for phones whose browser stopped before: Safari 15 (iPhone 6s, 7), Chrome 95 and
// 106 (Android 5 and 6).
import 'core-js/actual/array/find-last'
import 'core-js/actual/array/find-last-index'
import 'core-js/actual/array/to-reversed'
import 'core-js/actual/array/to-sorted'
import 'core-js/actual/array/to-spliced'
import 'core-js/actual/object/has-own'
import 'core-js/actual/structured-clone'
import './abort-timeout.ts'
