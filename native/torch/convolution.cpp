// lucarne::conv2d: aten::conv2d, computed by Winograd's minimal filtering where that is faster.
//
// libtorch asks oneDNN for its direct convolution alone. A filter of three by three needs fewer multiplications than that (Winograd 1980;
// Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015): a quarter of them in oneDNN's F(4x4, 3x3), which so
// answers in less time than the processor's float32 units would need for the direct sum. Results and gradients are the same up to rounding.

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <unordered_map>
#include <utility>

#include "onednn.h"

namespace {

#ifdef LUCARNE_ONEDNN

using namespace lucarne;

// The convolution, or an undefined tensor where oneDNN has no Winograd for it.
at::Tensor filtered(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias) {
  Form form;
  form.bias = bias.defined();
  auto result = at::empty({input.size(0), weight.size(0), input.size(2), input.size(3)}, input.options(), input.suggest_memory_format());
  const auto pass = pass_of(form, lying(input), lying(weight), lying(result));
  if (!pass->exists) return {};
  dnnl::stream stream(engine());
  Workspace workspace(pass->bytes());
  auto target = pass->target.room(result, workspace);
  std::unordered_map<int, memory> arguments{
      {DNNL_ARG_SRC, pass->source.read(input, workspace, stream)},
      {DNNL_ARG_WEIGHTS, pass->weights.read(weight, workspace, stream)},
      {DNNL_ARG_DST, target},
      {DNNL_ARG_SCRATCHPAD, workspace.take(pass->scratch)},
  };
  if (bias.defined()) arguments.emplace(DNNL_ARG_BIAS, memory(vector_of(bias.size(0)), engine(), bias.data_ptr()));
  pass->primitive.execute(stream, arguments);
  pass->target.write(target, result, stream);
  stream.wait();
  return result;
}

// Gradients by input and weight, those that are asked for.
std::pair<at::Tensor, at::Tensor> gradients_of(const at::Tensor& gradient, const at::Tensor& input, const at::Tensor& weight, bool by_input,
                                               bool by_weight) {
  at::Tensor input_gradient, weight_gradient;
  std::shared_ptr<const Pass> data, weights;
  if (by_input) {
    input_gradient = at::empty_like(input);
    data = pass_of(Form{Form::ByInput}, lying(input_gradient), lying(weight), lying(gradient));
  }
  if (by_weight) {
    weight_gradient = at::empty_like(weight);
    weights = pass_of(Form{Form::ByWeights}, lying(input), lying(weight_gradient), lying(gradient));
  }
  if ((data && !data->exists) || (weights && !weights->exists)) {
    auto found =
        at::convolution_backward(gradient, input, weight, c10::nullopt, kOne, kOne, kOne, false, {0, 0}, 1, {by_input, by_weight, false});
    return {std::get<0>(found), std::get<1>(found)};
  }
  dnnl::stream stream(engine());
  Workspace workspace((data ? data->bytes() : 0) + (weights ? weights->bytes() : 0));
  memory arrived;
  if (data) {
    arrived = data->target.read(gradient, workspace, stream);
    auto room = data->source.room(input_gradient, workspace);
    data->primitive.execute(stream, {{DNNL_ARG_DIFF_SRC, room},
                                     {DNNL_ARG_WEIGHTS, data->weights.read(weight, workspace, stream)},
                                     {DNNL_ARG_DIFF_DST, arrived},
                                     {DNNL_ARG_SCRATCHPAD, workspace.take(data->scratch)}});
    data->source.write(room, input_gradient, stream);
  }
  if (weights) {
    // Both passes want the gradient laid out alike as a rule.
    const bool shared = data && data->target.wanted == weights->target.wanted;
    auto room = weights->weights.room(weight_gradient, workspace);
    weights->primitive.execute(stream, {{DNNL_ARG_SRC, weights->source.read(input, workspace, stream)},
                                        {DNNL_ARG_DIFF_WEIGHTS, room},
                                        {DNNL_ARG_DIFF_DST, shared ? arrived : weights->target.read(gradient, workspace, stream)},
                                        {DNNL_ARG_SCRATCHPAD, workspace.take(weights->scratch)}});
    weights->weights.write(room, weight_gradient, stream);
  }
  stream.wait();
  return {input_gradient, weight_gradient};
}

class Winograd : public torch::autograd::Function<Winograd> {
 public:
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input, const at::Tensor& weight,
                            const c10::optional<at::Tensor>& bias) {
    context->save_for_backward({input, weight});
    context->saved_data["input"] = input.requires_grad();
    context->saved_data["weight"] = weight.requires_grad();
    context->saved_data["bias"] = bias && bias->requires_grad();
    const auto shift = bias.value_or(at::Tensor());
    const auto result = filtered(input, weight, shift);
    return result.defined() ? result : at::conv2d(input, weight, shift, kOne, kOne, kOne, 1);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
    if (at::GradMode::is_enabled()) throw std::runtime_error("lucarne::conv2d has no second derivative");
    const auto saved = context->get_saved_variables();
    const auto gradient = gradients[0].contiguous(saved[0].suggest_memory_format());
    auto found = gradients_of(gradient, saved[0], saved[1], context->saved_data["input"].toBool(), context->saved_data["weight"].toBool());
    return {found.first, found.second, context->saved_data["bias"].toBool() ? gradient.sum({0, 2, 3}) : at::Tensor()};
  }
};

at::Tensor laid_out(const at::Tensor& tensor) { return tensor.contiguous(tensor.suggest_memory_format()); }

#endif

at::Tensor convolved(const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias, at::IntArrayRef stride,
                     at::IntArrayRef padding, at::IntArrayRef dilation, int64_t groups) {
#ifdef LUCARNE_ONEDNN
  const at::IntArrayRef one(kOne);
  if (groups == 1 && stride == one && padding == one && dilation == one && suits(input, weight) && suits_bias(bias, weight) &&
      suits_winograd(input.sizes().vec(), weight.sizes().vec(), false))
    return Winograd::apply(laid_out(input), laid_out(weight), bias);
#endif
  return at::conv2d(input, weight, bias, stride, padding, dilation, groups);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(lucarne, library) {
  library.def("conv2d(Tensor input, Tensor weight, Tensor? bias, int[2] stride, int[2] padding, int[2] dilation, int groups) -> Tensor",
              convolved);
}
