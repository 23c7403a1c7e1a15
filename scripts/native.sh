#!/usr/bin/env bash
# Builds the add-on of @tensorflow/tfjs-node against the TensorFlow library inside PyPI's wheel, for Linux machines where the
# add-on's own download fails. Safe to run again: it takes what .native/ holds and only puts back what `npm ci` removed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tfjs_node_version=4.22.0
tensorflow_version=${TENSORFLOW_VERSION:-2.15.1}
store=$PWD/.native
package=node_modules/@tensorflow/tfjs-node

fail() {
  printf 'native: %s\n' "$1" >&2
  exit 1
}
need() {
  command -v "$1" >/dev/null 2>&1 || fail "$1 is not installed; $2"
}

[ "$(uname -s)" = Linux ] || fail "this script builds on Linux only; on $(uname -s) run: npm install @tensorflow/tfjs-node"
case "$(uname -m)" in
  x86_64) wheel=tensorflow-cpu platform=manylinux2014_x86_64 ;;
  aarch64) wheel=tensorflow-cpu-aws platform=manylinux2014_aarch64 ;;
  *) fail "TensorFlow publishes no wheel for $(uname -m); use the wasm backend" ;;
esac
case "$tensorflow_version" in
  2.15.*) python_version=3.11 ;;
  *) python_version=3.12 ;;
esac
need node 'install Node 20.9 or newer'
need npm 'install Node 20.9 or newer'
[ -d node_modules/@tensorflow/tfjs-core ] || fail 'node_modules is not complete; run: npm ci'

tensorflow=$store/tensorflow-$tensorflow_version/tensorflow
addon=$store/tfjs-node-$tfjs_node_version-tensorflow-$tensorflow_version/tfjs_binding.node

# One call for both, with --save-dev (npm skips a package that the root lists as an optional peer) and --no-save (package.json and
# the lockfile stay as they are). --ignore-scripts leaves out the download that this script replaces.
installed() {
  [ "$(node -p "require('./$package/package.json').version" 2>/dev/null)" = "$tfjs_node_version" ] && [ -d node_modules/node-api-headers/include ]
}
if ! installed; then
  echo "native: npm installs @tensorflow/tfjs-node@$tfjs_node_version"
  npm install --no-save --save-dev --ignore-scripts --loglevel=error \
    "@tensorflow/tfjs-node@$tfjs_node_version" node-api-headers@1.9.0 >/dev/null
  installed || fail "npm did not install $package"
fi

if [ ! -f "$addon" ]; then
  need g++ 'on Debian or Ubuntu: apt-get install g++'
  if [ ! -e "$tensorflow/libtensorflow_cc.so.2" ]; then
    need python3 'on Debian or Ubuntu: apt-get install python3 python3-pip'
    python3 -m pip --version >/dev/null 2>&1 || fail 'python3 has no pip; on Debian or Ubuntu: apt-get install python3-pip'
    echo "native: pip downloads $wheel $tensorflow_version (about 200 MB)"
    rm -rf "$store/download" "$store/unpacked"
    mkdir -p "$store/download" "$store/unpacked"
    # The target is named in full, so that any Python can fetch it: nothing of the wheel is run.
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --implementation cp \
      --python-version "$python_version" --abi "cp${python_version/./}" --platform "$platform" --platform "${platform/2014/_2_17}" \
      --dest "$store/download" "$wheel==$tensorflow_version" ||
      fail "pip could not download $wheel $tensorflow_version; check the network and pip's index"
    python3 - "$store/download" "$store/unpacked" <<'PYTHON'
import pathlib, sys, zipfile

source, target = sys.argv[1:]
with zipfile.ZipFile(next(pathlib.Path(source).glob("*.whl"))) as wheel:
    for name in wheel.namelist():
        library = name.startswith(("tensorflow/libtensorflow_cc.so", "tensorflow/libtensorflow_framework.so")) or ".libs/" in name
        if library or name.startswith("tensorflow/include/"):
            wheel.extract(name, target)
PYTHON
    mkdir -p "$store/tensorflow-$tensorflow_version"
    rm -rf "$tensorflow"
    mv "$store/unpacked/"* "$store/tensorflow-$tensorflow_version/"
    rm -rf "$store/download" "$store/unpacked"
  fi
  echo 'native: g++ builds the add-on'
  mkdir -p "$(dirname "$addon")"
  g++ -O2 -fPIC -shared -std=c++17 -DNAPI_VERSION=8 -w \
    -I"$package" -I"$package/binding" -I"$tensorflow/include" -Inode_modules/node-api-headers/include \
    "$package/binding/tfjs_backend.cc" "$package/binding/tfjs_binding.cc" \
    -L"$tensorflow" -l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2 -Wl,-rpath,"$tensorflow" \
    -o "$addon.partial" || fail 'g++ could not build the add-on; its messages are above'
  mv "$addon.partial" "$addon"
fi

# Each Node looks in the folder of its own N-API version: serve the one that runs now and those of other Nodes on this machine.
asked=$(node -p "require('@mapbox/node-pre-gyp').find(require('path').resolve('$package/package.json'))")
for target in "$package"/lib/napi-v{8,9,10}/tfjs_binding.node "$asked"; do
  if ! cmp -s "$addon" "$target"; then
    mkdir -p "$(dirname "$target")"
    cp "$addon" "$target"
  fi
done

TF_CPP_MIN_LOG_LEVEL=2 node -e "
  const util = require('util'); // Node 23 removed what the package calls
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  const tf = require('@tensorflow/tfjs-node');
  const product = tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0];
  if (tf.getBackend() !== 'tensorflow' || product !== 11) throw new Error('wrong product: ' + product);
  console.log('native: ready, @tensorflow/tfjs-node ' + tf.version['tfjs-node'] + ' on TensorFlow $tensorflow_version');
" || fail 'the add-on was built but does not run; delete .native/ and run this again'
