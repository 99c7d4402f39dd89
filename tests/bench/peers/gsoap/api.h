// Three operations of the API as gSOAP's compiler reads them, after VT_API.wsdl; dates and money are texts.

//gsoap ns service name: VT_API
//gsoap ns service port: http://localhost/VT_API.asmx
//gsoap ns service namespace: http://www.ozsoft.com.au/VETtrak/api/complete
//gsoap ns schema namespace: http://www.ozsoft.com.au/VETtrak/api/complete
//gsoap ns schema elementForm: qualified
//gsoap ns schema attributeForm: unqualified
//gsoap ns service method-style: document
//gsoap ns service method-encoding: literal

#import "stlvector.h"

typedef char *xsd__dateTime;
typedef char *xsd__decimal;

class ns__TAuthenticate {
 public:
  int ID 1;
  char *Token 0;
  int Status 1;
  char *StatusMessage 0;
  char *Identifier 0;
  char *TokenType 0;
};

class ns__TClie {
 public:
  char *Clie_USCORESurname 0;
  char *Clie_USCOREGiven 0;
  char *Clie_USCORECode 0;
};

class ns__TAuthClie {
 public:
  ns__TAuthenticate *Auth 0;
  ns__TClie *Clie 0;
};

class ns__ArrayOfString {
 public:
  std::vector<char *> string 0;
};

class ns__TOccu {
 public:
  int ID 1;
  char *Code 0;
  xsd__dateTime StartDate nullptr 1;
  xsd__dateTime EndDate nullptr 1;
  char *Status 0;
  int StatusType 1;
  xsd__dateTime DateOfEffect nullptr 1;
  char *Qual_USCORECode 0;
  char *Qual_USCOREName 0;
  int *OrganisationId nullptr 1;
  char *Description 0;
  char *Loca_USCORECode 0;
  char *DeliveryType 0;
  ns__ArrayOfString *DeliveryModes 0;
  char *EmployerIdentifier 0;
  char *EmployerName 0;
  char *EmployerContactCode 0;
  xsd__decimal Amount 1;
  xsd__decimal GST 1;
  xsd__decimal AmountPaid 1;
  xsd__decimal AmountCredited 1;
  int DivisionId 1;
  char *EnrolmentType 0;
  char *EnrolmentTypeCode 0;
  char *Prog_USCORECode 0;
  char *Prog_USCOREName 0;
  int Reportable 1;
  int WebPublished 1;
  int Uploaded 1;
  int Vacancies 1;
  char *Colour 0;
  int Prog_USCOREID 1;
};

class ns__ArrayOfTOccu {
 public:
  std::vector<ns__TOccu> TOccu 0;
};

class ns__TAuthOccuList {
 public:
  ns__TAuthenticate *Auth 0;
  ns__ArrayOfTOccu *OccuList 0;
};

class ns__GetClientByCodeResponse {
 public:
  ns__TAuthClie *GetClientByCodeResult 0;
};

class ns__GetLMSNewOccurrencesResponse {
 public:
  ns__TAuthOccuList *GetLMSNewOccurrencesResult 0;
};

class ns__ValidateClientResponse {
 public:
  ns__TAuthenticate *ValidateClientResult 0;
};

//gsoap ns service method-action: GetClientByCode http://www.ozsoft.com.au/VETtrak/api/complete/GetClientByCode
int ns__GetClientByCode(char *sToken 0, char *sClie_USCORECode 0, ns__GetClientByCodeResponse &answer);

//gsoap ns service method-action: GetLMSNewOccurrences http://www.ozsoft.com.au/VETtrak/api/complete/GetLMSNewOccurrences
int ns__GetLMSNewOccurrences(char *sToken 0, ns__GetLMSNewOccurrencesResponse &answer);

//gsoap ns service method-action: ValidateClient http://www.ozsoft.com.au/VETtrak/api/complete/ValidateClient
int ns__ValidateClient(char *sUsername 0, char *sPassword 0, ns__ValidateClientResponse &answer);
