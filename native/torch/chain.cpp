// lucarne::conv2d_relu_chain: what finished networks are made of. Convolutions, each followed by ReLU, before the last of which something
// may be added; without passes over memory for the sums and the ReLUs, and without changes of layout between the convolutions.

#include <ATen/ATen.h>
#include <torch/library.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "onednn.h"

namespace {

#ifdef LUCARNE_ONEDNN

using namespace lucarne;

// Weights of finished networks in the layout that a pass wants, made once and let go with the weights.
class PackedWeights {
 public:
  // Null where a weight is no number: oneDNN's ReLU makes zero of what libtorch hands on as no number, and would hide it.
  static std::shared_ptr<memory> of(const at::Tensor& weight, const c10::optional<at::Tensor>& bias, const memory::desc& wanted,
                                    dnnl::stream& stream) {
    const auto made = [&] { return is_finite(weight) && (!bias || is_finite(*bias)) ? packed(weight, wanted, stream) : nullptr; };
    if (weight.is_inference()) return made();
    std::lock_guard<std::mutex> lock(mutex());
    auto* const owner = weight.unsafeGetTensorImpl();
    auto& entries = known()[owner];
    if (entries.empty()) sweep(owner);
    for (auto entry = entries.begin(); entry != entries.end();) {
      if (entry->version != weight._version())
        entry = entries.erase(entry);
      else if (entry->wanted == wanted)
        return entry->packed;
      else
        ++entry;
    }
    entries.push_back({Weak(weight.getIntrusivePtr()), weight._version(), wanted, made()});
    return entries.back().packed;
  }

 private:
  using Weak = c10::weak_intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

  // A weak reference also keeps the address from being another tensor's.
  struct Entry {
    Weak owner;
    int64_t version;
    memory::desc wanted;
    std::shared_ptr<memory> packed;
  };

  using Known = std::map<const c10::TensorImpl*, std::vector<Entry>>;

  static bool is_finite(const at::Tensor& tensor) { return at::isfinite(tensor).all().item<bool>(); }

  static std::shared_ptr<memory> packed(const at::Tensor& weight, const memory::desc& wanted, dnnl::stream& stream) {
    const auto rows = weight.contiguous();
    auto made = std::make_shared<memory>(wanted, engine());
    memory source(lying(rows), engine(), rows.data_ptr());
    dnnl::reorder(source, *made).execute(stream, source, *made);
    stream.wait();
    return made;
  }

  static void sweep(const c10::TensorImpl* but) {
    for (auto item = known().begin(); item != known().end();) {
      if (item->first != but && (item->second.empty() || item->second.front().owner.expired()))
        item = known().erase(item);
      else
        ++item;
    }
  }

  static Known& known() {
    static auto* all = new Known();
    return *all;
  }

  static std::mutex& mutex() {
    static auto* lock = new std::mutex();
    return *lock;
  }
};

// A chain of convolutions with finished weights, each followed by ReLU. Between them pictures stay as the primitives left them.
struct Chain {
  std::vector<std::shared_ptr<const Pass>> passes;
  std::vector<std::shared_ptr<memory>> weights;
  size_t bytes = 0;
};

// Empty where one of them has no primitive, or weights that are no numbers.
Chain planned(const at::Tensor& input, const c10::List<at::Tensor>& weights, const c10::List<c10::optional<at::Tensor>>& biases,
              at::IntArrayRef strides, at::IntArrayRef paddings, bool added) {
  Chain chain;
  dnnl::stream stream(engine());
  auto source = lying(input);
  for (size_t i = 0; i < weights.size(); i++) {
    const at::Tensor weight = weights[i];
    const std::array<int64_t, 2> stride{strides[i], strides[i]}, padding{paddings[i], paddings[i]};
    const auto side = [&](size_t axis) { return (source.dims()[axis] + 2 * paddings[i] - weight.size(axis)) / strides[i] + 1; };
    const memory::desc target({input.size(0), weight.size(0), side(2), side(3)}, kFloat, memory::format_tag::nhwc);
    Form form;
    form.winograd = stride == kOne && padding == kOne && suits_winograd(source.dims(), weight.sizes().vec(), true);
    form.finished = form.relu = true;
    form.bias = c10::optional<at::Tensor>(biases[i]).has_value();
    form.added = added && i + 1 == weights.size();
    form.stride = stride;
    form.padding = padding;
    const memory::desc rows(weight.sizes().vec(), kFloat, memory::format_tag::oihw);
    auto pass = pass_of(form, source, rows, target);
    if (!pass->exists && form.winograd) {
      form.winograd = false;
      pass = pass_of(form, source, rows, target);
    }
    if (!pass->exists || !suits_bias(biases[i], weight)) return {};
    chain.weights.push_back(PackedWeights::of(weight, biases[i], pass->weights.wanted, stream));
    if (!chain.weights.back()) return {};
    source = pass->target.wanted;
    chain.bytes += pass->source.bytes() + Workspace::rounded(pass->target.wanted.get_size()) + Workspace::rounded(pass->scratch.get_size());
    chain.passes.push_back(std::move(pass));
  }
  return chain;
}

at::Tensor computed(const Chain& chain, const at::Tensor& input, const c10::List<c10::optional<at::Tensor>>& biases,
                    const at::Tensor& added) {
  const auto& last = *chain.passes.back();
  const auto dims = last.target.plain.dims();
  auto result = at::empty(dims, input.options(), at::MemoryFormat::ChannelsLast);
  dnnl::stream stream(engine());
  Workspace workspace(chain.bytes);
  memory current(chain.passes.front()->source.plain, engine(), input.data_ptr());
  memory first;  // the input as the first primitive wants it
  for (size_t i = 0; i < chain.passes.size(); i++) {
    const auto& pass = *chain.passes[i];
    if (!pass.source.same()) {
      auto moved = workspace.take(pass.source.wanted);
      pass.source.in.execute(stream, current, moved);
      current = moved;
      if (i == 0) first = moved;
    }
    memory target;
    const bool is_last = i + 1 == chain.passes.size();  // Two links may be one pass.
    if (is_last && added.defined()) {
      // A sum is made in the place of what is added: the input's copy is not needed any more, unless this is the one who reads it.
      if (i > 0 && added.is_same(input) && first && first.get_desc() == pass.target.wanted)
        target = first;
      else if (pass.target.same())
        target = pass.target.room(result.copy_(added), workspace);
      else
        target = pass.target.read(added, workspace, stream);
    } else {
      target = is_last ? pass.target.room(result, workspace) : workspace.take(pass.target.wanted);
    }
    const auto bias = c10::optional<at::Tensor>(biases[i]);
    std::unordered_map<int, memory> arguments{
        {DNNL_ARG_SRC, current},
        {DNNL_ARG_WEIGHTS, *chain.weights[i]},
        {DNNL_ARG_DST, target},
        {DNNL_ARG_SCRATCHPAD, workspace.take(pass.scratch)},
    };
    if (bias) arguments.emplace(DNNL_ARG_BIAS, memory(vector_of(bias->size(0)), engine(), bias->data_ptr()));
    pass.primitive.execute(stream, arguments);
    current = target;
  }
  last.target.write(current, result, stream);
  stream.wait();
  return result;
}

#endif

at::Tensor chained(const at::Tensor& input, const c10::List<at::Tensor>& weights, const c10::List<c10::optional<at::Tensor>>& biases,
                   at::IntArrayRef strides, at::IntArrayRef paddings, const c10::optional<at::Tensor>& added) {
  TORCH_CHECK(!weights.empty() && biases.size() == weights.size() && strides.size() == weights.size() && paddings.size() == weights.size(),
              "lucarne::conv2d_relu_chain: as many weights as biases, strides and paddings, and at least one");
#ifdef LUCARNE_ONEDNN
  if (!at::GradMode::is_enabled() && input.is_contiguous(at::MemoryFormat::ChannelsLast) &&
      std::all_of(weights.begin(), weights.end(), [&](const at::Tensor& weight) { return suits(input, weight); })) {
    const auto chain = planned(input, weights, biases, strides, paddings, added.has_value());
    // Who adds a row to a picture is answered below, by libtorch.
    const bool alike =
        !added || (!chain.passes.empty() && is_dense_float(*added) && added->sizes() == chain.passes.back()->target.plain.dims());
    if (alike && !chain.passes.empty())
      return computed(chain, input, biases, added ? added->contiguous(at::MemoryFormat::ChannelsLast) : at::Tensor());
  }
#endif
  auto maps = input;
  for (size_t i = 0; i < weights.size(); i++) {
    maps = at::conv2d(maps, weights[i], biases[i], {strides[i], strides[i]}, {paddings[i], paddings[i]}, {1, 1}, 1);
    if (added && i + 1 == weights.size()) maps = maps + *added;
    maps = at::GradMode::is_enabled() ? maps.relu() : maps.relu_();
  }
  return maps;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(lucarne, library) {
  library.def("conv2d_relu_chain(Tensor input, Tensor[] weights, Tensor?[] biases, int[] strides, int[] paddings, Tensor? added) -> Tensor",
              chained);
}
