#include "onednn.h"

#ifdef LUCARNE_ONEDNN

#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <utility>

// Of the OpenMP runtime that libtorch brings, as in runtime.cpp.
extern "C" int omp_get_max_threads();

namespace {

using dnnl::memory;
using lucarne::Form;
using lucarne::kFloat;
using lucarne::Pass;
using lucarne::Side;

// Where Winograd pays, its transformations and the changes of layout around it included: fewer channels than this leave too few
// multiplications to save, fewer pixels too few answers for each transformed filter, and small maps are mostly the rims of tiles. Measured
// with two cores of AVX-512; see docs/adr/0029.
constexpr int64_t kFewestChannels = 64;
constexpr int64_t kFewestPixels = 512;
constexpr int64_t kSmallestSide = 14;

// oneDNN's Winograd reads and writes blocks of sixteen channels.
constexpr int64_t kChannelBlock = 16;

std::mutex& idle_mutex() {
  static auto* lock = new std::mutex();
  return *lock;
}

Pass made(const Form& form, const memory::desc& source, const memory::desc& weights, const memory::desc& target) {
  const auto any = [](const memory::desc& plain) { return memory::desc(plain.dims(), kFloat, memory::format_tag::any); };
  // Winograd chooses its own layout; the direct sum reads pictures as they lie, and its results lie as they do.
  const bool blocked = source.data.format_desc.blocking.inner_nblks > 0;
  const auto pictures = [&](const memory::desc& lying) {
    if (form.winograd) return any(lying);
    return memory::desc(lying.dims(), kFloat, blocked ? memory::format_tag::nChw16c : memory::format_tag::nhwc);
  };
  const auto algorithm = form.winograd ? dnnl::algorithm::convolution_winograd : dnnl::algorithm::convolution_direct;
  const memory::dims stride = form.stride.vec(), padding = form.padding.vec();
  const memory::dims dilation{form.dilation[0] - 1, form.dilation[1] - 1};
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  dnnl::post_ops after;
  if (form.added) after.append_sum(1);
  if (form.relu) after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
  const auto finish = [&](const auto& descriptor, dnnl::primitive primitive, const memory::desc& s, const memory::desc& w,
                          const memory::desc& t) {
    Pass pass;
    // Its reference implementations are a hundred times slower than libtorch's operators.
    if (std::strncmp(descriptor.impl_info_str(), "ref", 3) == 0) return pass;
    pass.exists = true;
    pass.primitive = std::move(primitive);
    pass.scratch = descriptor.scratchpad_desc();
    pass.source = Side(source, s, form.direction != Form::ByInput, form.direction == Form::ByInput);
    pass.weights = Side(weights, w, form.direction != Form::ByWeights && !form.finished, form.direction == Form::ByWeights);
    pass.target = Side(target, t, form.direction != Form::Forward || form.added, form.direction == Form::Forward);
    return pass;
  };
  try {
    using Forward = dnnl::convolution_forward;
    auto forward_attributes = attributes;
    forward_attributes.set_post_ops(after);
    // For inference Winograd wants its weights transformed, which pays where they stay as they are.
    const auto kind = form.finished ? dnnl::prop_kind::forward_inference : dnnl::prop_kind::forward_training;
    const auto asked =
        form.bias ? Forward::desc(kind, algorithm, pictures(source), any(weights), lucarne::vector_of(target.dims()[1]), pictures(target),
                                  stride, dilation, padding, padding)
                  : Forward::desc(kind, algorithm, pictures(source), any(weights), pictures(target), stride, dilation, padding, padding);
    const Forward::primitive_desc forward(asked, forward_attributes, lucarne::engine());
    if (form.direction == Form::Forward)
      return finish(forward, Forward(forward), forward.src_desc(), forward.weights_desc(), forward.dst_desc());
    if (form.direction == Form::ByInput) {
      using Backward = dnnl::convolution_backward_data;
      const Backward::desc wanted(algorithm, any(source), any(weights), any(target), stride, dilation, padding, padding);
      const Backward::primitive_desc found(wanted, attributes, lucarne::engine(), forward);
      return finish(found, Backward(found), found.diff_src_desc(), found.weights_desc(), found.diff_dst_desc());
    }
    using Backward = dnnl::convolution_backward_weights;
    const Backward::desc wanted(algorithm, any(source), any(weights), any(target), stride, dilation, padding, padding);
    const Backward::primitive_desc found(wanted, attributes, lucarne::engine(), forward);
    return finish(found, Backward(found), found.src_desc(), found.diff_weights_desc(), found.diff_dst_desc());
  } catch (const dnnl::error&) {
    return {};
  }
}

void append(std::vector<int64_t>& key, const memory::desc& description) {
  const auto& layout = description.data.format_desc.blocking;
  key.insert(key.end(), description.data.dims, description.data.dims + description.data.ndims);
  key.insert(key.end(), layout.strides, layout.strides + description.data.ndims);
  key.push_back(layout.inner_nblks);
}

bool autocast() {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
  return at::autocast::is_autocast_enabled(at::kCPU);
#else
  return at::autocast::is_cpu_enabled();
#endif
}

}  // namespace

namespace lucarne {

dnnl::engine& engine() {
  static dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

Workspace::Workspace(size_t bytes) {
  {
    std::lock_guard<std::mutex> lock(idle_mutex());
    if (!idle().empty()) {
      block_ = std::move(idle().back());
      idle().pop_back();
    }
  }
  if (block_.bytes >= bytes) return;
  block_ = Block();
  block_.memory.reset(std::aligned_alloc(kAlignment, rounded(bytes)));
  if (!block_.memory) throw std::bad_alloc();
  block_.bytes = rounded(bytes);
}

Workspace::~Workspace() {
  std::lock_guard<std::mutex> lock(idle_mutex());
  idle().push_back(std::move(block_));
}

memory Workspace::take(const memory::desc& description) {
  auto* start = static_cast<char*>(block_.memory.get()) + taken_;
  taken_ += rounded(description.get_size());
  return memory(description, engine(), start);
}

// As many as there ever were convolutions at once. Never destroyed: threads may outlive this library's static objects.
std::vector<Workspace::Block>& Workspace::idle() {
  static auto* blocks = new std::vector<Block>();
  return *blocks;
}

Side::Side(const memory::desc& plain, const memory::desc& wanted, bool is_read, bool is_written) : plain(plain), wanted(wanted) {
  if (is_read && !same()) in = dnnl::reorder(dnnl::reorder::primitive_desc(engine(), plain, engine(), wanted));
  if (is_written && !same()) out = dnnl::reorder(dnnl::reorder::primitive_desc(engine(), wanted, engine(), plain));
}

memory Side::read(const at::Tensor& tensor, Workspace& workspace, dnnl::stream& stream) const {
  memory lying(plain, engine(), tensor.data_ptr());
  if (same()) return lying;
  auto moved = workspace.take(wanted);
  in.execute(stream, lying, moved);
  return moved;
}

memory Side::room(const at::Tensor& tensor, Workspace& workspace) const {
  return same() ? memory(plain, engine(), tensor.data_ptr()) : workspace.take(wanted);
}

void Side::write(memory& from, const at::Tensor& tensor, dnnl::stream& stream) const {
  if (same()) return;
  memory lying(plain, engine(), tensor.data_ptr());
  out.execute(stream, from, lying);
}

memory::desc lying(const at::Tensor& tensor) { return memory::desc(tensor.sizes().vec(), kFloat, tensor.strides().vec()); }

memory::desc vector_of(int64_t length) { return memory::desc({length}, kFloat, memory::format_tag::x); }

std::shared_ptr<const Pass> pass_of(const Form& form, const memory::desc& source, const memory::desc& weights, const memory::desc& target) {
  constexpr size_t kMost = 1024;
  static auto* mutex = new std::mutex();
  static auto* known = new std::map<std::vector<int64_t>, std::shared_ptr<const Pass>>();
  std::vector<int64_t> key{form.direction, form.winograd, form.finished, form.bias, form.added, form.relu, omp_get_max_threads()};
  for (const auto& list : {form.stride, form.padding, form.dilation}) key.insert(key.end(), list.begin(), list.end());
  for (const auto* description : {&source, &weights, &target}) append(key, *description);
  std::lock_guard<std::mutex> lock(*mutex);
  const auto found = known->find(key);
  if (found != known->end()) return found->second;
  if (known->size() >= kMost) known->clear();
  return known->emplace(std::move(key), std::make_shared<Pass>(made(form, source, weights, target))).first->second;
}

bool is_dense_float(const at::Tensor& tensor) {
  return tensor.device().is_cpu() && tensor.layout() == at::kStrided && tensor.scalar_type() == at::kFloat;
}

bool suits(const at::Tensor& input, const at::Tensor& weight) {
  return input.dim() == 4 && weight.dim() == 4 && is_dense_float(input) && is_dense_float(weight) && input.size(0) > 0 && !autocast();
}

bool suits_bias(const c10::optional<at::Tensor>& bias, const at::Tensor& weight) {
  return !bias ||
         (bias->defined() && is_dense_float(*bias) && bias->is_contiguous() && bias->dim() == 1 && bias->size(0) == weight.size(0));
}

bool suits_winograd(const memory::dims& input, const memory::dims& weight, bool finished) {
  return weight[2] == 3 && weight[3] == 3 && std::min(weight[0], weight[1]) >= kFewestChannels && weight[0] % kChannelBlock == 0 &&
         weight[1] % kChannelBlock == 0 && std::min(input[2], input[3]) >= kSmallestSide &&
         (finished || input[0] * input[2] * input[3] >= kFewestPixels);
}

}  // namespace lucarne

#endif
