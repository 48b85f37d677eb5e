// The one door: any ATen operator, found by name and called through the dispatcher with boxed values.

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <sstream>
#include <stdexcept>

#include "boundary.h"

namespace {

using c10::IValue;
using c10::TypeKind;

[[noreturn]] void refuse(const c10::Argument& argument, const LtValue& value) {
  std::ostringstream text;
  text << "argument '" << argument.name() << "' expects " << argument.type()->str() << " and was given a value of kind " << value.tag;
  throw std::invalid_argument(text.str());
}

template <class T>
const T* items_of(const LtValue& value) {
  return static_cast<const T*>(value.pointer);
}

// A list whose elements have a schema's type; List<optional<Tensor>> is spelt differently from one libtorch to another, this is not.
template <class Item>
IValue list_of(const c10::TypePtr& element, int32_t length, Item&& item) {
  c10::impl::GenericList list(element);
  list.reserve(static_cast<size_t>(length));
  for (int32_t i = 0; i < length; i++) list.push_back(item(i));
  return IValue(std::move(list));
}

// Lists, by the kind of element that the schema asks for; None where the value is of another kind.
IValue list_ivalue(const c10::TypePtr& element, const LtValue& value) {
  const auto kind = element->kind();
  if (value.tag == LT_TENSOR_LIST && (kind == TypeKind::TensorType || kind == TypeKind::OptionalType)) {
    const auto* handles = items_of<LtTensor>(value);
    return list_of(element, value.length, [&](int32_t i) {
      if (handles[i] == nullptr && kind == TypeKind::TensorType)
        throw std::invalid_argument("a list of tensors has no tensor at " + std::to_string(i));
      return handles[i] == nullptr ? IValue() : IValue(lucarne::from_handle(handles[i]));
    });
  }
  if (value.tag == LT_INTEGER_LIST && kind == TypeKind::FloatType)
    return list_of(element, value.length, [&](int32_t i) { return IValue(static_cast<double>(items_of<int64_t>(value)[i])); });
  if (value.tag == LT_INTEGER_LIST && (kind == TypeKind::IntType || kind == TypeKind::NumberType))
    return list_of(element, value.length, [&](int32_t i) { return IValue(items_of<int64_t>(value)[i]); });
  if (value.tag == LT_REAL_LIST && (kind == TypeKind::FloatType || kind == TypeKind::NumberType))
    return list_of(element, value.length, [&](int32_t i) { return IValue(items_of<double>(value)[i]); });
  if (value.tag == LT_BOOLEAN_LIST && kind == TypeKind::BoolType)
    return list_of(element, value.length, [&](int32_t i) { return IValue(items_of<uint8_t>(value)[i] != 0); });
  return IValue();
}

IValue to_ivalue(const c10::Argument& argument, const LtValue& value) {
  auto type = argument.type();
  bool optional = false;
  if (type->kind() == TypeKind::OptionalType) {
    optional = true;
    type = type->castRaw<c10::OptionalType>()->getElementType();
  }
  const auto kind = type->kind();
  switch (value.tag) {
    case LT_NONE:
      if (optional) return IValue();
      if (kind == TypeKind::TensorType) return IValue(at::Tensor());
      break;
    case LT_TENSOR:
      if (kind == TypeKind::TensorType) return IValue(lucarne::from_handle(value.pointer));
      break;
    case LT_INTEGER:
      if (kind == TypeKind::FloatType) return IValue(static_cast<double>(value.integer));
      // Element types, layouts and memory formats are integers to a schema too.
      if (kind == TypeKind::IntType || kind == TypeKind::NumberType) return IValue(value.integer);
      break;
    case LT_REAL:
      if (kind == TypeKind::FloatType || kind == TypeKind::NumberType) return IValue(value.real);
      break;
    case LT_BOOLEAN:
      if (kind == TypeKind::BoolType || kind == TypeKind::NumberType) return IValue(value.integer != 0);
      break;
    case LT_TENSOR_LIST:
    case LT_INTEGER_LIST:
    case LT_REAL_LIST:
    case LT_BOOLEAN_LIST: {
      if (kind != TypeKind::ListType) break;
      auto list = list_ivalue(type->castRaw<c10::ListType>()->getElementType(), value);
      if (list.isNone()) break;
      return list;
    }
    case LT_STRING: {
      std::string text(static_cast<const char*>(value.pointer), static_cast<size_t>(value.length));
      if (kind == TypeKind::DeviceObjType) return IValue(c10::Device(text));
      if (kind == TypeKind::StringType) return IValue(std::move(text));
      break;
    }
    default:
      break;
  }
  refuse(argument, value);
}

LtValue to_result(const IValue& value) {
  LtValue result{};
  if (value.isTensor()) {
    result.tag = LT_TENSOR;
    result.pointer = lucarne::to_handle(value.toTensor());
  } else if (value.isTensorList()) {
    auto tensors = value.toTensorVector();
    auto* handles = static_cast<LtTensor*>(std::malloc(sizeof(LtTensor) * std::max<size_t>(tensors.size(), 1)));
    if (handles == nullptr) throw std::bad_alloc();
    for (size_t i = 0; i < tensors.size(); i++) handles[i] = lucarne::to_handle(std::move(tensors[i]));
    result.tag = LT_TENSOR_LIST;
    result.length = static_cast<int32_t>(tensors.size());
    result.pointer = handles;
  } else if (value.isInt()) {
    result.tag = LT_INTEGER;
    result.integer = value.toInt();
  } else if (value.isDouble()) {
    result.tag = LT_REAL;
    result.real = value.toDouble();
  } else if (value.isBool()) {
    result.tag = LT_BOOLEAN;
    result.integer = value.toBool();
  } else {
    throw std::invalid_argument("an operator returned a value of a kind that has no C form: " + value.tagKind());
  }
  return result;
}

// Lets go of results that nobody will be given.
void release(const LtValue& result) {
  if (result.tag == LT_TENSOR) lt_tensor_release(result.pointer);
  if (result.tag != LT_TENSOR_LIST) return;
  for (int32_t i = 0; i < result.length; i++) lt_tensor_release(items_of<LtTensor>(result)[i]);
  std::free(result.pointer);
}

void call(const c10::OperatorHandle& op, const LtValue* arguments, int count, LtValue* results, int capacity, int* produced) {
  const auto& schema = op.schema();
  const auto& declared = schema.arguments();
  if (static_cast<size_t>(count) > declared.size())
    throw std::invalid_argument(schema.name() + " takes " + std::to_string(declared.size()) + " arguments and was given " +
                                std::to_string(count));
  c10::Stack stack;
  stack.reserve(declared.size());
  for (size_t i = 0; i < declared.size(); i++) {
    if (i < static_cast<size_t>(count) && arguments[i].tag != LT_DEFAULT)
      stack.push_back(to_ivalue(declared[i], arguments[i]));
    else if (declared[i].default_value())
      stack.push_back(*declared[i].default_value());
    else
      throw std::invalid_argument(schema.name() + " needs its argument '" + declared[i].name() + "'");
  }
  op.callBoxed(&stack);
  if (stack.size() > static_cast<size_t>(capacity)) throw std::invalid_argument(schema.name() + " returns more values than expected");
  *produced = 0;
  try {
    for (; static_cast<size_t>(*produced) < stack.size(); ++*produced)
      results[*produced] = to_result(stack[static_cast<size_t>(*produced)]);
  } catch (...) {
    for (int i = 0; i < *produced; i++) release(results[i]);
    *produced = 0;
    throw;
  }
}

}  // namespace

LT_API int lt_operator_find(const char* name, const char* overload, LtOperator* result) {
  return lucarne::guarded([&] {
    // Lives as long as the process: C# keeps it in a static field per operator.
    *result = new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
  });
}

LT_API int lt_operator_schema(LtOperator op, char* text, int capacity) {
  return lucarne::guarded([&] {
    std::ostringstream schema;
    schema << static_cast<const c10::OperatorHandle*>(op)->schema();
    std::strncpy(text, schema.str().c_str(), static_cast<size_t>(capacity) - 1);
    text[capacity - 1] = '\0';
  });
}

LT_API int lt_operator_call(LtOperator op, const LtValue* arguments, int count, LtValue* results, int capacity, int* produced) {
  return lucarne::guarded([&] { call(*static_cast<const c10::OperatorHandle*>(op), arguments, count, results, capacity, produced); });
}
