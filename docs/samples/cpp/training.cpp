// What is a client enrolled in, and which classes does he have on a day?
//
//   wsdl2h -t typemap.dat -o vettrak.h http://localhost:8000/VT_API.asmx?WSDL
//   soapcpp2 -C -j -1 -x -I /usr/share/gsoap/import vettrak.h
//   g++ -o training training.cpp soapC.cpp soapVT_USCOREAPISoapProxy.cpp -lgsoap++
//   export VETTRAK_USER=integration VETTRAK_PASSWORD=demo-password
//   ./training http://localhost:8000/VT_API.asmx 2026-12-01 00001 00002
//
// Needs gSOAP (Debian: gsoap, libgsoap-dev).

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "VT_USCOREAPISoap.nsmap"
#include "soapVT_USCOREAPISoapProxy.h"

struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Vettrak {
public:
    // The token is kept in a file, so that the next run needs no log-in.
    Vettrak(const std::string &address, const std::string &file)
        : address(address), file(file), proxy(this->address.c_str(), SOAP_C_UTFSTRING) {
        std::ifstream(file) >> token;
    }

    std::vector<ns1__TClieEnro *> enrolments(std::string client, std::string &refused) {
        _ns1__GetEnrolmentsForClientResponse answer;
        call([&] {
            _ns1__GetEnrolmentsForClient request;
            request.sToken = &token;
            request.sClie_USCORECode = &client;
            expect(proxy.GetEnrolmentsForClient(&request, answer));
            return answer.GetEnrolmentsForClientResult->Auth;
        });
        auto result = answer.GetEnrolmentsForClientResult;
        if (result->Auth->Status < 1)
            refused = *result->Auth->StatusMessage;
        // An empty list may come as null.
        return result->ClieEnroList ? result->ClieEnroList->TClieEnro : std::vector<ns1__TClieEnro *>();
    }

    std::vector<ns1__TInst *> classes(std::string client, const std::string &day) {
        _ns1__GetClassesForClientResponse answer;
        call([&] {
            _ns1__GetClassesForClient request;
            request.sToken = &token;
            request.sClie_USCORECode = &client;
            // The training organisation's local time: no zone, and nothing to convert.
            request.xsdStart = day + "T00:00:00";
            request.xsdEnd = day + "T23:59:59";
            expect(proxy.GetClassesForClient(&request, answer));
            return answer.GetClassesForClientResult->Auth;
        });
        auto list = answer.GetClassesForClientResult->InstList;
        return list ? list->TInst : std::vector<ns1__TInst *>();
    }

private:
    std::string address, file, token;
    VT_USCOREAPISoapProxy proxy;

    void expect(int outcome) {
        if (outcome != SOAP_OK)
            throw Fault(proxy.soap_fault_string() ? proxy.soap_fault_string() : "no answer");
    }

    // Call an operation with the token; log in first, and again when the token is no longer good.
    template <class Operation> void call(Operation operation) {
        if (token.empty())
            log_in();
        std::string *message = operation()->StatusMessage;
        if (message && (*message == "Token has expired." || *message == "Invalid token.")) {
            log_in();
            operation();
        }
    }

    void log_in() {
        std::string user = std::getenv("VETTRAK_USER"), password = std::getenv("VETTRAK_PASSWORD");
        _ns1__ValidateClient request;
        request.sUsername = &user;
        request.sPassword = &password;
        _ns1__ValidateClientResponse answer;
        expect(proxy.ValidateClient(&request, answer));
        auto result = answer.ValidateClientResult;
        if (result->Status < 1)
            throw std::runtime_error("The log-in failed: " + *result->StatusMessage);
        token = *result->Token;
        umask(077);
        std::ofstream(file) << token;
        std::cout << "Logged in." << std::endl;
    }
};

int main(int count, char **arguments) {
    const char *file = std::getenv("VETTRAK_TOKEN_FILE");
    Vettrak vettrak(arguments[1], file ? file : "vettrak-token");
    const std::string day = arguments[2];
    try {
        for (int number = 3; number < count; number++) {
            const std::string client = arguments[number];
            std::string refused;
            auto enrolments = vettrak.enrolments(client, refused);
            if (!refused.empty()) {
                std::cout << client << ": " << refused << "\n";
                continue;
            }
            auto classes = vettrak.classes(client, day);
            std::cout << client << ": " << enrolments.size() << " enrolments, " << classes.size() << " classes\n";
            for (auto enrolment : enrolments)
                std::cout << "  enrolled in " << *enrolment->Code << "\n";
            for (auto each : classes)
                std::cout << "  class at " << each->Inst_USCOREStart.substr(0, 16) << "\n";
        }
    } catch (const Fault &fault) {
        std::cerr << "The server refused the request: " << fault.what() << std::endl;
        return 2;
    }
}
