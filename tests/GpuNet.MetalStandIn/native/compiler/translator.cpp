// MSL as C++: the few things that a header cannot express are rewritten in place, line by line, and entry points are appended.
//
//   constant int w [[function_constant(3)]];   extern const int w, whose memory the runtime fills in when a pipeline runs
//   device const float4* p                     device_pointer<const float4> p, which knows its bounds
//   threadgroup float s[32];                   threadgroup_array<float, 32> s(memory, offset, "s")
//   kernel void K(... [[buffer(0)]], ...)      static void K(...), called by msl_group_K or msl_thread_K
//
// A function constant is const to the compiler, so that it is loaded once and kept in a register, and yet needs no compilation
// for each value.
#include "program.h"
#include "source_text.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>

namespace stand_in
{
namespace
{
struct TypeLayout
{
    std::size_t bytes;
    std::size_t alignment;
};

/// The built-in types by name; a vector of three takes the room of four.
std::optional<TypeLayout> layoutOf(std::string_view type)
{
    static const std::map<std::string, std::size_t, std::less<>> scalars = {
        {"bool", 1}, {"char", 1}, {"uchar", 1}, {"short", 2}, {"ushort", 2}, {"half", 2}, {"int", 4}, {"uint", 4}, {"float", 4}};
    if (auto found = scalars.find(type); found != scalars.end()) return TypeLayout{found->second, found->second};
    std::size_t width = type.empty() ? 0 : type.back() - '0';
    if (width < 2 || width > 4) return std::nullopt;
    auto component = scalars.find(type.substr(0, type.size() - 1));
    if (component == scalars.end() || component->first == "bool") return std::nullopt;
    auto bytes = component->second * (width == 3 ? 4 : width);
    return TypeLayout{bytes, bytes};
}

std::optional<Scalar> scalarOf(std::string_view type)
{
    if (type == "bool") return Scalar::Bool;
    if (type == "int") return Scalar::Int;
    if (type == "uint") return Scalar::UInt;
    if (type == "float") return Scalar::Float;
    if (type == "half") return Scalar::Half;
    return std::nullopt;
}

bool isAddressSpace(const Token& token)
{
    return token == "device" || token == "constant" || token == "threadgroup";
}

bool isPosition(std::string_view attribute)
{
    static const std::string_view positions[] = {"thread_position_in_grid", "thread_position_in_threadgroup",
        "threadgroup_position_in_grid", "threads_per_threadgroup", "threadgroups_per_grid", "thread_index_in_threadgroup"};
    return std::find(std::begin(positions), std::end(positions), attribute) != std::end(positions);
}

class Translator
{
public:
    explicit Translator(const std::string& source) : source(source), tokens(tokenise(source)) {}

    Program run()
    {
        pragma();
        for (at = 0; at < tokens.size();)
        {
            if (tokens[at] == "threadgroup_barrier") program.hasBarriers = true;
            if (!(functionConstant() || kernelSignature() || threadgroupArray() || pointer())) at++;
        }

        finish();
        return std::move(program);
    }

private:
    const Token& peek(std::size_t ahead = 0) const
    {
        static const Token none = {"", 0, 0, 0, false};
        return at + ahead < tokens.size() ? tokens[at + ahead] : none;
    }

    void error(const Token& place, const std::string& what)
    {
        program.errors +=
            "program_source:" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": error: " + what + "\n";
    }

    void replace(const Token& first, const Token& last, const std::string& text) { cpp.replace(first.begin, last.end(), text); }

    /// #pragma METAL fp contract(off), which clang has under its own name
    void pragma()
    {
        const std::string_view metal = "#pragma METAL fp contract(off)";
        for (auto found = source.find(metal); found != std::string::npos; found = source.find(metal, found + 1))
            cpp.replace(found, found + metal.size(), "#pragma clang fp contract(off)");
    }

    /// constant T name [[function_constant(n)]];
    bool functionConstant()
    {
        if (!(peek() == "constant" && peek(3) == "[" && peek(4) == "[" && peek(5) == "function_constant")) return false;
        const auto &first = peek(), &type = peek(1), &name = peek(2), &number = peek(7);
        if (!(peek(6) == "(" && peek(8) == ")" && peek(9) == "]" && peek(10) == "]" && peek(11) == ";"))
        {
            error(peek(5), "a function constant reads `constant T name [[function_constant(index)]];`");
            at += 6;
            return true;
        }

        auto index = static_cast<unsigned>(std::strtoul(std::string(number.text).c_str(), nullptr, 10));
        auto scalar = scalarOf(type.text);
        if (!scalar || *scalar == Scalar::Half)
            error(type, "the stand-in has no function constants of type '" + std::string(type.text) + "'");
        for (const auto& other : program.constants)
        {
            if (other.index == index)
                error(number, "function_constant(" + std::string(number.text) + ") is already '" + other.name + "'");
        }

        program.constants.push_back({std::string(name.text), scalar.value_or(Scalar::Int), index});
        auto declaration = std::string(type.text) + " " + std::string(name.text);
        replace(first, peek(10),
            "extern \"C\" const " + declaration + " __asm__(\"" + symbolOf(index)
                + "\") __attribute__((visibility(\"hidden\")))");
        openCl.replace(first.begin, peek(10).end(), "extern __constant " + declaration);
        at += 12;
        return true;
    }

    static std::string symbolOf(unsigned index) { return "msl_function_constant_" + std::to_string(index); }

    /// [const] device|constant|threadgroup [const] T [const] *
    bool pointer()
    {
        auto start = at;
        auto ahead = at;
        bool isConst = false;
        auto skipConst = [&] {
            while (ahead < tokens.size() && tokens[ahead] == "const") isConst = true, ahead++;
        };
        skipConst();
        if (ahead >= tokens.size() || !isAddressSpace(tokens[ahead])) return false;
        auto space = std::string(tokens[ahead++].text);
        skipConst();
        if (ahead >= tokens.size() || !tokens[ahead].isWord) return false;
        auto type = std::string(tokens[ahead++].text);
        skipConst();
        if (ahead >= tokens.size() || !(tokens[ahead] == "*")) return false;
        auto isReadOnly = isConst && space != "constant";
        replace(
            tokens[start], tokens[ahead], "metal::stand_in::" + space + "_pointer<" + (isReadOnly ? "const " : "") + type + ">");
        at = ahead + 1;
        return true;
    }

    /// threadgroup T name[N]; in a kernel
    bool threadgroupArray()
    {
        if (!(peek() == "threadgroup") || !peek(1).isWord || !peek(2).isWord) return false;
        auto layout = layoutOf(peek(1).text);
        auto length = std::strtoul(std::string(peek(4).text).c_str(), nullptr, 10);
        if (!(peek(3) == "[" && peek(5) == "]" && peek(6) == ";") || length == 0 || !layout)
        {
            error(
                peek(), "the stand-in knows threadgroup variables as `threadgroup T name[N];` with a built-in T and a literal N");
            at += 3;
            return true;
        }

        if (program.kernels.empty())
        {
            error(peek(), "threadgroup variables belong in a kernel");
            at += 7;
            return true;
        }

        auto& bytes = program.kernels.back().threadgroupBytes;
        auto offset = (bytes + layout->alignment - 1) / layout->alignment * layout->alignment;
        bytes = offset + length * layout->bytes;
        auto name = std::string(peek(2).text);
        replace(peek(), peek(5),
            "metal::stand_in::threadgroup_array<" + std::string(peek(1).text) + ", " + std::to_string(length) + "> " + name
                + "(stand_in_memory, " + std::to_string(offset) + ", \"" + name + "\")");
        at += 7;
        return true;
    }

    /// kernel void Name(parameters)
    bool kernelSignature()
    {
        if (!(peek() == "kernel")) return false;
        if (!(peek(1) == "void" && peek(2).isWord && peek(3) == "("))
        {
            error(peek(), "a kernel reads `kernel void name(parameters)`");
            at++;
            return true;
        }

        auto name = std::string(peek(2).text);
        program.kernels.push_back({name, {}, 0});
        replace(peek(), peek(3), "static void " + name + "(char* stand_in_memory" + (peek(4) == ")" ? "" : ", "));
        arguments.clear();
        at += 4;
        while (at < tokens.size() && !(peek() == ")")) parameter();
        // Of the program, whatever stands around the call.
        std::string call = "::" + name + "(work.threadgroup_memory";
        for (const auto& argument : arguments) call += ", " + argument;
        calls.push_back(call + ");\n");
        return true;
    }

    /// Type name [[attribute(index)]], up to the comma or the parenthesis after it.
    void parameter()
    {
        auto first = at;
        auto depth = 0;
        while (at < tokens.size() && !(depth == 0 && (peek() == "," || peek() == ")")) && !(peek() == "[" && peek(1) == "["))
        {
            if (peek() == "<" || peek() == "(") depth++;
            if (peek() == ">" || peek() == ")") depth--;
            at++;
        }

        if (!(peek() == "[") || at == first)
        {
            error(tokens[std::min(first, tokens.size() - 1)], "a kernel's parameter needs an attribute, such as [[buffer(0)]]");
            if (at == first || peek() == ",") at++;
            return;
        }

        auto declaratorEnd = at;
        const auto& open = peek();
        auto attribute = std::string(peek(2).text);
        auto number = std::string(peek(3) == "(" ? peek(4).text : std::string_view());
        while (at < tokens.size() && !(peek() == "]" && peek(1) == "]")) at++;
        if (at >= tokens.size()) return;
        const auto& close = peek(1);
        at += 2;
        argument(first, declaratorEnd, attribute, number);
        replace(open, close, "");
        if (peek() == ",") at++;
    }

    void argument(std::size_t first, std::size_t end, const std::string& attribute, const std::string& number)
    {
        const auto& name = tokens[end - 1];
        auto index = static_cast<unsigned>(std::strtoul(number.c_str(), nullptr, 10));
        if (isPosition(attribute))
        {
            arguments.push_back("metal::stand_in::position<" + std::string(tokens[first].text) + ">(at." + attribute + "())");
        }
        else if (attribute == "buffer" && !number.empty())
        {
            buffer(first, end, name, index);
        }
        else if (attribute == "texture" && !number.empty())
        {
            texture(first, end, name, index);
        }
        else
        {
            error(name, "the stand-in does not know the attribute '" + attribute + "' of a kernel's parameter");
        }
    }

    void buffer(std::size_t first, std::size_t end, const Token& name, unsigned index)
    {
        ResourceParameter parameter{ResourceParameter::Kind::Buffer, std::string(name.text), index};
        std::string space, type;
        bool isConst = false, isReference = false;
        for (auto i = first; i + 1 < end; i++)
        {
            const auto& token = tokens[i];
            if (token == "const") isConst = true;
            else if (isAddressSpace(token)) space = token.text;
            else if (token == "&") isReference = true;
            else if (token.isWord) type = token.text;
        }

        if (space.empty() || space == "threadgroup")
        {
            error(tokens[first], "'" + parameter.name + "' must be a pointer to the device or the constant address space");
            return;
        }

        if (auto layout = layoutOf(type)) parameter.elementBytes = layout->bytes, parameter.alignment = layout->alignment;
        auto isReadOnly = isConst && space != "constant";
        auto pointee = (isReadOnly ? "const " : "") + type;
        auto bound = "metal::stand_in::bind<metal::stand_in::" + space + "_pointer<" + pointee + ">, "
                     + (space == "constant" ? "const " : "") + pointee + ">(work.buffers[" + std::to_string(index) + "], \""
                     + parameter.name + "\")";
        arguments.push_back(isReference ? "*" + bound : bound);
        add(parameter, name);
        auto resume = at;
        for (at = first; at < end && !pointer(); at++) continue;
        at = resume;
    }

    /// texture2d_array<T, access::read> name
    void texture(std::size_t first, std::size_t end, const Token& name, unsigned index)
    {
        ResourceParameter parameter{ResourceParameter::Kind::Texture, std::string(name.text), index};
        std::string type;
        for (auto i = first; i + 1 < end; i++) type += tokens[i].text;
        auto component = end - first > 2 ? scalarOf(tokens[first + 2].text) : std::nullopt;
        auto is = [&](std::string_view access) { return type.ends_with(std::string("access::") + std::string(access) + ">"); };
        if (!(tokens[first] == "texture2d_array") || !component || !(is("read") || is("write") || is("read_write")))
        {
            error(tokens[first], "the stand-in has textures of type texture2d_array<T, access::read|write|read_write> only");
            return;
        }

        parameter.component = *component;
        parameter.access = is("read") ? TextureAccess::Read : is("write") ? TextureAccess::Write : TextureAccess::ReadWrite;
        arguments.push_back("metal::" + type.insert(type.find("access::"), "metal::") + "(work.textures[" + std::to_string(index)
                            + "], \"" + parameter.name + "\")");
        add(parameter, name);
    }

    void add(const ResourceParameter& parameter, const Token& name)
    {
        auto& resources = program.kernels.back().resources;
        for (const auto& other : resources)
        {
            if (other.kind == parameter.kind && other.index == parameter.index)
                error(name, "'" + parameter.name + "' has the index of '" + other.name + "'");
        }

        if (parameter.index >= (parameter.kind == ResourceParameter::Kind::Buffer ? 31U : 128U))
            error(name, "the index of '" + parameter.name + "' is out of range");
        resources.push_back(parameter);
    }

    /// What the runtime calls: one thread where barriers need each to have a stack, else the threadgroup in a loop.
    std::string entry(const std::string& name, const std::string& call) const
    {
        const std::string exported = "extern \"C\" __attribute__((visibility(\"default\"))) void ";
        const std::string work = "const metal::stand_in::threadgroup_work& work";
        if (program.hasBarriers)
        {
            return exported + "msl_thread_" + name + "(" + work + ", const metal::stand_in::extent& local)\n{\n"
                "    metal::stand_in::thread_positions at{work, local};\n    " + call + "}\n";
        }

        return exported + "msl_group_" + name + "(" + work + ")\n{\n"
            "    for (uint z = 0; z < work.threads.z; z++)\n"
            "        for (uint y = 0; y < work.threads.y; y++)\n"
            "            for (uint x = 0; x < work.threads.x; x++)\n"
            "            {\n"
            "                metal::stand_in::thread_positions at{work, {x, y, z}};\n"
            "                *work.running = at.local;\n"
            "                " + call + "            }\n}\n";
    }

    void finish()
    {
        for (auto& constant : program.constants)
            constant.isUsed =
                std::count_if(tokens.begin(), tokens.end(), [&](const Token& token) { return token == constant.name; }) > 1;

        auto constants = std::string();
        if (!program.constants.empty())
        {
            constants = "__asm__(\".pushsection .data\\n.balign 8\\n";
            for (const auto& constant : program.constants)
            {
                auto symbol = symbolOf(constant.index);
                constants += ".globl " + symbol + "\\n" + symbol + ": .quad 0\\n";
            }

            // The one table that is exported, in the order of the source.
            constants += ".popsection\\n\");\n";
            constants += "extern \"C\" __attribute__((visibility(\"default\"))) const void* const msl_function_constants[] = {";
            for (const auto& constant : program.constants) constants += "&" + constant.name + ", ";
            constants += "};\n";
        }

        std::string entries;
        for (std::size_t i = 0; i < calls.size(); i++) entries += entry(program.kernels[i].name, calls[i]);
        program.cpp =
            "#line 1 \"program_source\"\n" + cpp.apply(source) + "\n#line 1 \"stand_in_entries\"\n" + entries + constants;
        program.openCl = "#line 1 \"program_source\"\n" + openCl.apply(source) + "\n";
    }

    const std::string& source;
    std::vector<Token> tokens;
    std::size_t at = 0;
    Program program;
    Edits cpp;
    Edits openCl;
    std::vector<std::string> arguments;
    std::vector<std::string> calls;
};
}

Program translate(const std::string& source)
{
    return Translator(source).run();
}
}
